using System.Globalization;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>How a receipt says what it says in one language.</summary>
internal sealed record ReceiptTexts
{
    private static readonly ReceiptTexts English = new()
    {
        Code = "en",
        DecimalMark = ".",
        GroupMark = ",",
        DateForm = "yyyy-MM-dd",
        TaxId = "Tax ID",
        Sale = "Receipt",
        Return = "Return",
        OfSale = "of receipt",
        Till = "Till",
        Cashier = "Served by",
        BillTo = "Bill to",
        BusinessDay = "Business day",
        Copy = "COPY",
        Voided = "VOIDED",
        Discount = "Discount",
        Share = "Share of discount",
        Net = "Net",
        Tax = "Tax",
        Gross = "Gross",
        PlusTax = "Plus tax",
        Total = "Total",
        TotalBack = "Total returned",
        Rounding = "Cash rounding",
        Due = "To pay",
        DueBack = "Refund",
        Change = "Change",
        Tenders = new Dictionary<string, string>
        {
            [TenderType.Cash.Code] = "Cash",
            [TenderType.Card.Code] = "Card",
            [TenderType.Other.Code] = "Other",
        },
    };

    private static readonly ReceiptTexts German = new()
    {
        Code = "de",
        DecimalMark = ",",
        GroupMark = ".",
        DateForm = "dd.MM.yyyy",
        TaxId = "Steuernummer",
        Sale = "Beleg",
        Return = "Retoure",
        OfSale = "zu Beleg",
        Till = "Kasse",
        Cashier = "Es bediente Sie",
        BillTo = "Rechnung an",
        BusinessDay = "Geschäftstag",
        Copy = "KOPIE",
        Voided = "STORNIERT",
        Discount = "Rabatt",
        Share = "Anteil am Rabatt",
        Net = "Netto",
        Tax = "MwSt.",
        Gross = "Brutto",
        PlusTax = "Zzgl. MwSt.",
        Total = "Summe",
        TotalBack = "Summe Rückgabe",
        Rounding = "Bargeldrundung",
        Due = "Zu zahlen",
        DueBack = "Erstattung",
        Change = "Rückgeld",
        Tenders = new Dictionary<string, string>
        {
            [TenderType.Cash.Code] = "Bar",
            [TenderType.Card.Code] = "Karte",
            [TenderType.Other.Code] = "Sonstiges",
        },
    };

    // There the same language writes its amounts otherwise.
    private static readonly ReceiptTexts Swiss = German with { DecimalMark = ".", GroupMark = "'" };

    public required string Code { get; init; }
    public required string DecimalMark { get; init; }
    public required string GroupMark { get; init; }
    public required string DateForm { get; init; }
    public required string TaxId { get; init; }
    public required string Sale { get; init; }
    public required string Return { get; init; }
    public required string OfSale { get; init; }
    public required string Till { get; init; }
    public required string Cashier { get; init; }
    public required string BillTo { get; init; }
    public required string BusinessDay { get; init; }
    public required string Copy { get; init; }
    public required string Voided { get; init; }
    public required string Discount { get; init; }
    public required string Share { get; init; }
    public required string Net { get; init; }
    public required string Tax { get; init; }
    public required string Gross { get; init; }
    public required string PlusTax { get; init; }
    public required string Total { get; init; }
    public required string TotalBack { get; init; }
    public required string Rounding { get; init; }
    public required string Due { get; init; }
    public required string DueBack { get; init; }
    public required string Change { get; init; }

    /// <summary>What the predefined tender types are called.</summary>
    public required IReadOnlyDictionary<string, string> Tenders { get; init; }

    public static ReceiptTexts Of(ReceiptHead head) =>
        head.Language is not ReceiptLanguage.De ? English
        : head.Country is "CH" or "LI" ? Swiss
        : German;

    /// <summary>An amount with as many decimals as its currency has; the platform knows some currencies by others.</summary>
    public string Amount(long minorUnits, int digits)
    {
        var text = Int128.Abs(minorUnits).ToString(CultureInfo.InvariantCulture).PadLeft(digits + 1, '0');
        var whole = text[..^digits];
        for (var at = whole.Length - 3; at > 0; at -= 3)
            whole = whole.Insert(at, GroupMark);
        return (minorUnits < 0 ? "-" : "") + whole + (digits == 0 ? "" : DecimalMark + text[^digits..]);
    }

    /// <summary>A quantity or a rate, without zeros that say nothing.</summary>
    public string Number(decimal value) =>
        value.ToString("0.####", CultureInfo.InvariantCulture).Replace(".", DecimalMark, StringComparison.Ordinal);

    public string Date(DateOnly day) => day.ToString(DateForm, CultureInfo.InvariantCulture);

    /// <summary>What a payment is called: as the merchant calls it, who may have left the predefined types as they came.</summary>
    public string TenderOf(ReceiptTender tender) =>
        TenderType.Predefined.FirstOrDefault(type => type.Code == tender.Method) is { } known && (tender.Name ?? known.Name) == known.Name
            ? Tenders[known.Code]
            : tender.Name ?? tender.Method;
}
