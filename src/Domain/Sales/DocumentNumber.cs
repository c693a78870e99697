using System.Globalization;

namespace PosCommerce.Domain.Sales;

/// <summary>The number a customer finds on a receipt.</summary>
public static class DocumentNumber
{
    /// <summary>
    /// Names store, terminal and the terminal's own count of sales, as in <c>MAIN-T1-000042</c>. Six digits keep the
    /// numbers of a terminal in order when sorted as text; past a million they grow rather than start again.
    /// </summary>
    public static string ForSale(string storeCode, string terminalCode, long sequence)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(storeCode);
        ArgumentException.ThrowIfNullOrWhiteSpace(terminalCode);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(sequence);
        return string.Create(CultureInfo.InvariantCulture, $"{storeCode}-{terminalCode}-{sequence:000000}");
    }
}
