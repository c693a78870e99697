using PdfSharp.Drawing;
using PdfSharp.Fonts;
using PdfSharp.Pdf;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Sales.Paper;
using QRCoder;

namespace PosCommerce.Infrastructure.Paper;

/// <summary>Draws QR codes by QRCoder, and receipts as PDF by PDFsharp, on pages as wide as the paper of a till.</summary>
internal sealed class ReceiptDrawing : IReceiptDrawing
{
    private const double Width = 80 / 25.4 * 72; // 80 mm, in points.
    private const double Margin = 4 / 25.4 * 72;
    private const double QrSize = 30 / 25.4 * 72;
    private const double LineHeight = 1.25;

    // A letter of the font is so wide for its size.
    private const double LetterWidth = 0.602;

    // Readers draw no page that is longer than 14,400 points: a long receipt has several.
    private const int LinesOnAPage = 500;

    static ReceiptDrawing() => GlobalFontSettings.FontResolver = new ShippedFonts();

    public QrModules Qr(string payload)
    {
        using var generator = new QRCodeGenerator();
        using var code = generator.CreateQrCode(payload, QRCodeGenerator.ECCLevel.M, forceUtf8: true);
        var matrix = code.ModuleMatrix;
        var dark = new bool[matrix.Count, matrix.Count];
        for (var row = 0; row < matrix.Count; row++)
        {
            for (var column = 0; column < matrix.Count; column++)
                dark[row, column] = matrix[row][column];
        }

        return new QrModules(dark);
    }

    public byte[] Pdf(IReadOnlyList<PaperLine> lines, int columns, string title, DateTimeOffset at)
    {
        var size = (Width - (2 * Margin)) / columns / LetterWidth;
        using var document = new PdfDocument();
        document.Info.Title = title;
        document.Info.CreationDate = at.UtcDateTime;
        document.Info.ModificationDate = at.UtcDateTime;
        foreach (var part in lines.Where(l => l is TextLine or QrLine).Chunk(LinesOnAPage))
            Draw(document.AddPage(), part, size);
        using var bytes = new MemoryStream();
        document.Save(bytes);
        return bytes.ToArray();
    }

    private void Draw(PdfPage page, PaperLine[] lines, double size)
    {
        page.Width = XUnit.FromPoint(Width);
        page.Height = XUnit.FromPoint((2 * Margin) + lines.Sum(line => HeightOf(line, size)));
        using var graphics = XGraphics.FromPdfPage(page);
        var (plain, bold) = (new XFont(ShippedFonts.Family, size), new XFont(ShippedFonts.Family, size, XFontStyleEx.Bold));
        var y = Margin;
        foreach (var line in lines)
        {
            var height = HeightOf(line, size);
            if (line is QrLine code)
            {
                Draw(graphics, Qr(code.Payload), (Width - QrSize) / 2, y);
            }
            else if (line is TextLine text)
            {
                // Twice as high, and as wide as ever: what stands below each other still does.
                var stretch = text.Style is PaperStyle.Tall ? 2 : 1;
                var state = graphics.Save();
                graphics.TranslateTransform(Margin, y);
                graphics.ScaleTransform(1, stretch);
                graphics.DrawString(
                    text.Text,
                    text.Style is PaperStyle.Plain ? plain : bold,
                    XBrushes.Black,
                    new XPoint(0, 0),
                    XStringFormats.TopLeft
                );
                graphics.Restore(state);
            }

            y += height;
        }
    }

    private static void Draw(XGraphics graphics, QrModules modules, double left, double top)
    {
        var side = QrSize / modules.Size;
        for (var row = 0; row < modules.Size; row++)
        {
            for (var column = 0; column < modules.Size; column++)
            {
                if (modules.IsDark(row, column))
                    graphics.DrawRectangle(XBrushes.Black, left + (column * side), top + (row * side), side, side);
            }
        }
    }

    private static double HeightOf(PaperLine line, double size) =>
        line switch
        {
            QrLine => QrSize,
            TextLine { Style: PaperStyle.Tall } => 2 * size * LineHeight,
            _ => size * LineHeight,
        };
}
