using System.Text;

namespace PosCommerce.Domain.Sales.Paper;

/// <summary>A receipt as the bytes that a printer takes. A character that it does not have is a question mark.</summary>
public static class EscPos
{
    private const byte Esc = 0x1B;
    private const byte Gs = 0x1D;
    private const byte LineFeed = 0x0A;

    // A module of a QR code is so many dots: 6 can be read on any of these papers.
    private const byte DotsPerModule = 6;

    /// <param name="lines">Broken for as many columns as the profile has.</param>
    /// <param name="qr">The modules of a QR code, for printers that draw none.</param>
    public static byte[] Write(IReadOnlyList<PaperLine> lines, PrinterProfile profile, Func<string, QrModules> qr)
    {
        using var bytes = new MemoryStream();
        bytes.Write([Esc, (byte)'@']);
        var page = 0;
        foreach (var line in lines)
        {
            switch (line)
            {
                case TextLine text:
                    Text(bytes, text, profile, ref page);
                    break;
                case QrLine code when profile.HasQr:
                    Qr(bytes, code.Payload);
                    break;
                case QrLine code:
                    Picture(bytes, qr(code.Payload), profile.DotsWide);
                    break;
                case DrawerLine:
                    // The connector of the first drawer, 50 ms on and 500 off, in units of 2 ms.
                    bytes.Write([Esc, (byte)'p', 0, 25, 250]);
                    break;
                case CutLine:
                    bytes.Write([Esc, (byte)'d', profile.FeedBeforeCut]);
                    if (profile.Cuts)
                        bytes.Write([Gs, (byte)'V', 66, 0]);
                    break;
                default:
                    throw new InvalidOperationException($"A line that nobody knows: {line}.");
            }
        }

        return bytes.ToArray();
    }

    private static void Text(MemoryStream bytes, TextLine line, PrinterProfile profile, ref int page)
    {
        if (line.Style is not PaperStyle.Plain)
            bytes.Write([Esc, (byte)'E', 1]);
        if (line.Style is PaperStyle.Tall)
            bytes.Write([Gs, (byte)'!', 1]);
        foreach (var character in line.Text.TrimEnd().EnumerateRunes())
            Character(bytes, character, profile, ref page);
        if (line.Style is PaperStyle.Tall)
            bytes.Write([Gs, (byte)'!', 0]);
        if (line.Style is not PaperStyle.Plain)
            bytes.Write([Esc, (byte)'E', 0]);
        bytes.WriteByte(LineFeed);
    }

    private static void Character(MemoryStream bytes, Rune character, PrinterProfile profile, ref int page)
    {
        // The lower half is the same in all pages. What is a command to a printer is none of a text.
        if (character.IsAscii)
        {
            bytes.WriteByte(character.Value is >= 0x20 and < 0x7F ? (byte)character.Value : (byte)'?');
            return;
        }

        // The page that is set goes first: it is left only for what it does not have.
        var current = page;
        foreach (var (number, codePage) in profile.CodePages.OrderBy(p => p.Page == current ? 0 : 1))
        {
            if (PrinterProfile.Encode(codePage, character) is not [>= 0x80 and var code])
                continue;
            if (number != page)
                bytes.Write([Esc, (byte)'t', number]);
            page = number;
            bytes.WriteByte(code);
            return;
        }

        bytes.WriteByte((byte)'?');
    }

    private static void Qr(MemoryStream bytes, string payload)
    {
        var data = Encoding.UTF8.GetBytes(payload);
        bytes.Write([Esc, (byte)'a', 1]);
        Function([0x31, 0x41, 0x32, 0x00]); // Model 2.
        Function([0x31, 0x43, DotsPerModule]);
        Function([0x31, 0x45, 0x31]); // 15 % of it may be unreadable.
        Function([0x31, 0x50, 0x30, .. data]);
        Function([0x31, 0x51, 0x30]); // Print.
        bytes.Write([Esc, (byte)'a', 0]);

        // The length comes first, its lower byte ahead.
        void Function(byte[] parameters) =>
            bytes.Write([Gs, (byte)'(', (byte)'k', (byte)(parameters.Length & 0xFF), (byte)(parameters.Length >> 8), .. parameters]);
    }

    private static void Picture(MemoryStream bytes, QrModules modules, int dotsWide)
    {
        var dots = Math.Clamp(dotsWide / modules.Size, 1, DotsPerModule);
        var size = modules.Size * dots;
        var width = (size + 7) / 8;
        bytes.Write([Esc, (byte)'a', 1]);
        bytes.Write([Gs, (byte)'v', (byte)'0', 0, (byte)(width & 0xFF), (byte)(width >> 8), (byte)(size & 0xFF), (byte)(size >> 8)]);
        for (var y = 0; y < size; y++)
        {
            var row = new byte[width];
            for (var x = 0; x < size; x++)
            {
                if (modules.IsDark(y / dots, x / dots))
                    row[x / 8] |= (byte)(0x80 >> (x % 8));
            }

            bytes.Write(row);
        }

        bytes.Write([Esc, (byte)'a', 0]);
    }
}
