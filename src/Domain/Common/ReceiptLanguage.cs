namespace PosCommerce.Domain.Common;

/// <summary>A language that receipts are printed in.</summary>
public enum ReceiptLanguage
{
    En,
    De,
}

public static class ReceiptLanguages
{
    /// <summary>The language of a store that has not said which.</summary>
    public static ReceiptLanguage Of(string? country) => country is "DE" or "AT" or "CH" or "LI" ? ReceiptLanguage.De : ReceiptLanguage.En;
}
