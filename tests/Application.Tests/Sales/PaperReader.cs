using System.Text;
using NUnit.Framework;
using PosCommerce.Domain.Sales.Paper;
using ZXing;
using ZXing.Common;
using ZXing.QrCode;

namespace PosCommerce.Application.Tests.Sales;

/// <summary>What a printer makes of its bytes; a command that none of ours is fails the test.</summary>
internal sealed class PaperReader
{
    private readonly StringBuilder text = new();
    private readonly List<string> codes = [];

    public string Text => text.ToString();

    /// <summary>What readers see in the QR codes.</summary>
    public IReadOnlyList<string> Codes => codes;

    public int Drawers { get; private set; }

    public bool IsFedBeforeItIsCut { get; private set; }

    public static PaperReader Read(byte[] bytes, PrinterProfile profile)
    {
        var paper = new PaperReader();
        var (page, fed, stored) = (0, 0, "");
        for (var at = 0; at < bytes.Length; )
        {
            switch (bytes[at..])
            {
                case [0x1B, 0x40, ..]:
                    page = 0;
                    at += 2;
                    break;
                case [0x1B, 0x74, var number, ..]:
                    page = number;
                    at += 3;
                    break;
                case [0x1B, 0x45 or 0x61, <= 2, ..]: // Bold, and where it stands.
                case [0x1D, 0x21, <= 1, ..]: // How high it is.
                    at += 3;
                    break;
                case [0x1B, 0x64, var lines, ..]:
                    fed = lines;
                    at += 3;
                    break;
                case [0x1B, 0x70, ..]:
                    paper.Drawers++;
                    at += 5;
                    break;
                case [0x1D, 0x56, 66, 0, ..]:
                    paper.IsFedBeforeItIsCut = fed >= 4 && at + 4 == bytes.Length;
                    at += 4;
                    break;
                case [0x1D, 0x28, 0x6B, var low, var high, 0x31, var function, ..]:
                    var length = low + (high << 8);
                    if (function == 0x50)
                        stored = Encoding.UTF8.GetString(bytes, at + 8, length - 3);
                    if (function == 0x51)
                        paper.codes.Add(stored);
                    at += 5 + length;
                    break;
                case [0x1D, 0x76, 0x30, 0, var wide, var wider, var tall, var taller, ..]:
                    var (width, height) = (wide + (wider << 8), tall + (taller << 8));
                    paper.codes.Add(Decode(bytes.AsSpan(at + 8, width * height), width, height));
                    at += 8 + (width * height);
                    break;
                case [0x0A, ..]:
                    paper.text.Append('\n');
                    at++;
                    break;
                case [>= 0x20 and < 0x7F and var letter, ..]:
                    paper.text.Append((char)letter);
                    at++;
                    break;
                case [>= 0x80 and var letter, ..]:
                    var codePage = profile.CodePages.Single(p => p.Page == page).CodePage;
                    paper.text.Append(CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetString([letter]));
                    at++;
                    break;
                default:
                    Assert.Fail($"No command of ours at {at}: {Convert.ToHexString(bytes.AsSpan(at, Math.Min(8, bytes.Length - at)))}.");
                    at = bytes.Length;
                    break;
            }
        }

        return paper;
    }

    private static string Decode(ReadOnlySpan<byte> raster, int width, int height)
    {
        var grey = new byte[width * 8 * height];
        for (var dot = 0; dot < grey.Length; dot++)
            grey[dot] = (raster[dot / 8] >> (7 - (dot % 8)) & 1) == 1 ? (byte)0 : (byte)255;
        var source = new RGBLuminanceSource(grey, width * 8, height, RGBLuminanceSource.BitmapFormat.Gray8);
        return new QRCodeReader().decode(new BinaryBitmap(new HybridBinarizer(source)))?.Text ?? "Nothing that can be read";
    }
}
