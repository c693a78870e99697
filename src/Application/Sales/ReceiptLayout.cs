using System.Globalization;
using PosCommerce.Application.Sales.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Sales.Paper;

namespace PosCommerce.Application.Sales;

/// <summary>Where on the paper each thing stands that a receipt says: the one model that all of its forms are written from.</summary>
internal static class ReceiptLayout
{
    public static IReadOnlyList<PaperRow> Of(Receipt receipt)
    {
        var texts = ReceiptTexts.Of(receipt.Head);
        return
        [
            // The customer is paid while the paper comes; a copy pays nobody.
            .. receipt is { Copy: 0, Void: null } && receipt.Tenders.Any(t => t.IsCash) ? [new DrawerRow()] : Array.Empty<PaperRow>(),
            .. Head(receipt, texts),
            .. Marks(receipt, texts),
            new RuleRow(),
            .. Origin(receipt, texts),
            .. BillTo(receipt.BillTo, texts),
            new RuleRow(),
            .. receipt.Lines.SelectMany(line => Line(line, receipt, texts)),
            new RuleRow(),
            .. Totals(receipt, texts),
            new RuleRow(),
            Taxes(receipt, texts),
            new RuleRow(),
            .. Lines(receipt.Head.Footer),
            .. Marks(receipt, texts),
            new QrRow(receipt.Number),
            new CutRow(),
        ];
    }

    private static IEnumerable<PaperRow> Head(Receipt receipt, ReceiptTexts texts)
    {
        var head = receipt.Head;
        yield return new TextRow(head.Name, IsCentred: true, PaperStyle.Bold);
        if (head.Street is { } street)
            yield return new TextRow(street, IsCentred: true);
        if (CityOf(head.PostalCode, head.City, head.Region) is { Length: > 0 } city)
            yield return new TextRow(city, IsCentred: true);
        if (head.TaxId is { } taxId)
            yield return new TextRow($"{texts.TaxId} {taxId}", IsCentred: true);
        foreach (var row in Lines(head.Header))
            yield return row;
    }

    // An invoice names whom it is for.
    private static IEnumerable<PaperRow> BillTo(BilledCompany? company, ReceiptTexts texts)
    {
        if (company is null)
            yield break;
        yield return new RuleRow();
        yield return new TextRow($"{texts.BillTo}:");
        yield return new TextRow(company.Name, IsCentred: false, PaperStyle.Bold);
        if (company.Street is { } street)
            yield return new TextRow(street);
        var city = CityOf(company.PostalCode, company.City, company.Region);
        if (company.Country is not null || city.Length > 0)
            yield return new TextRow($"{company.Country} {city}".Trim());
        if (company.TaxId is { } taxId)
            yield return new TextRow($"{texts.TaxId} {taxId}");
    }

    private static string CityOf(params string?[] parts) => string.Join(' ', parts.Where(part => part is not null));

    private static IEnumerable<PaperRow> Lines(string? text) =>
        text is null ? [] : text.Split('\n').Select(line => new TextRow(line, IsCentred: true));

    // At both ends: whoever holds one half of it sees it, too.
    private static IEnumerable<PaperRow> Marks(Receipt receipt, ReceiptTexts texts)
    {
        if (receipt.Void is { } voided)
            yield return new TextRow($"*** {texts.Voided} {Time(receipt, voided.VoidedAt, texts)} ***", IsCentred: true, PaperStyle.Tall);
        if (receipt.Copy > 0)
            yield return new TextRow(
                string.Create(CultureInfo.InvariantCulture, $"*** {texts.Copy} {receipt.Copy} ***"),
                IsCentred: true,
                PaperStyle.Tall
            );
    }

    private static IEnumerable<PaperRow> Origin(Receipt receipt, ReceiptTexts texts)
    {
        var isReturn = receipt.Kind is ReceiptKind.Return;
        yield return new PairRow(isReturn ? texts.Return : texts.Sale, receipt.Number, PaperStyle.Bold);
        if (receipt.SaleNumber is { } sale)
            yield return new PairRow(texts.OfSale, sale);
        yield return new PairRow(
            Time(receipt, receipt.IssuedAt, texts),
            receipt.Terminal is { } terminal ? $"{texts.Till} {terminal}" : ""
        );
        if (receipt.BusinessDate != DateOnly.FromDateTime(receipt.IssuedAt.DateTime))
            yield return new PairRow(texts.BusinessDay, texts.Date(receipt.BusinessDate));
        if (receipt.Cashier is { } cashier)
            yield return new TextRow($"{texts.Cashier}: {cashier}");
    }

    private static IEnumerable<PaperRow> Line(ReceiptLine line, Receipt receipt, ReceiptTexts texts)
    {
        yield return new PairRow(line.Name, $"{texts.Amount(line.Amount, receipt.CurrencyDigits)} {line.TaxCode}");
        if (line.UnitPrice is not { } price)
            yield return new TextRow($"  {texts.Number(line.Quantity)} x");
        else if (line.Quantity != 1)
            yield return new TextRow($"  {texts.Number(line.Quantity)} x {texts.Amount(price, receipt.CurrencyDigits)}");
        foreach (var discount in line.Discounts ?? [])
        {
            var name = discount.Scope is DiscountScope.Basket ? texts.Share : texts.Discount;
            yield return new PairRow(
                discount.Percent is { } percent ? $"  {name} {texts.Number(percent)} %" : $"  {name}",
                // As wide as the letter of a rate, so that amounts stand below each other.
                $"{texts.Amount(-discount.Amount, receipt.CurrencyDigits)}{new string(' ', line.TaxCode.Length + 1)}"
            );
        }
    }

    private static IEnumerable<PaperRow> Totals(Receipt receipt, ReceiptTexts texts)
    {
        var isReturn = receipt.Kind is ReceiptKind.Return;
        if (receipt.TaxMode is TaxMode.Exclusive)
        {
            yield return new PairRow(texts.Net, Amount(receipt.Net));
            yield return new PairRow(texts.PlusTax, Amount(receipt.Tax));
        }

        yield return new PairRow(isReturn ? texts.TotalBack : texts.Total, $"{receipt.Currency} {Amount(receipt.Total)}", PaperStyle.Tall);
        if (receipt.Rounding != 0)
        {
            yield return new PairRow(texts.Rounding, Amount(receipt.Rounding));
            yield return new PairRow(isReturn ? texts.DueBack : texts.Due, $"{receipt.Currency} {Amount(receipt.Due)}", PaperStyle.Bold);
        }

        foreach (var tender in receipt.Tenders)
        {
            var name = texts.TenderOf(tender);
            yield return new PairRow(tender.Reference is { } reference ? $"{name} {reference}" : name, Amount(tender.Amount));
        }

        if (receipt.Change != 0)
            yield return new PairRow(texts.Change, Amount(receipt.Change));

        string Amount(long minorUnits) => texts.Amount(minorUnits, receipt.CurrencyDigits);
    }

    private static TableRow Taxes(Receipt receipt, ReceiptTexts texts) =>
        new(
            [texts.Tax + " %", texts.Net, texts.Tax, texts.Gross],
            [
                .. receipt.Taxes.Select(tax =>
                    new[]
                    {
                        $"{tax.Code} {texts.Number(tax.Rate)}",
                        texts.Amount(tax.Net, receipt.CurrencyDigits),
                        texts.Amount(tax.Tax, receipt.CurrencyDigits),
                        texts.Amount(tax.Gross, receipt.CurrencyDigits),
                    }
                ),
            ]
        );

    private static string Time(Receipt receipt, DateTimeOffset instant, ReceiptTexts texts)
    {
        var local = receipt.TimeZone is { } zone ? TimeZones.At(TimeZones.Present(zone), instant) : instant.ToUniversalTime();
        return string.Create(CultureInfo.InvariantCulture, $"{texts.Date(DateOnly.FromDateTime(local.DateTime))} {local:HH:mm}");
    }
}
