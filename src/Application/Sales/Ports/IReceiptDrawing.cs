using PosCommerce.Domain.Sales.Paper;

namespace PosCommerce.Application.Sales.Ports;

/// <summary>What has to be drawn of a receipt.</summary>
public interface IReceiptDrawing
{
    /// <summary>The modules of the QR code of a text.</summary>
    QrModules Qr(string payload);

    /// <summary>A receipt as a PDF.</summary>
    /// <param name="lines">Broken for so many columns.</param>
    /// <param name="at">When it was made: the file says nothing of today.</param>
    byte[] Pdf(IReadOnlyList<PaperLine> lines, int columns, string title, DateTimeOffset at);
}
