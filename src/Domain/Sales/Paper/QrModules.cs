namespace PosCommerce.Domain.Sales.Paper;

/// <summary>The modules of a QR code, with the quiet zone around it that readers need.</summary>
public sealed class QrModules(bool[,] dark)
{
    /// <summary>How many there are in a row, and how many rows.</summary>
    public int Size => dark.GetLength(0);

    public bool IsDark(int row, int column) => dark[row, column];
}
