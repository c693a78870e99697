using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Catalog;

/// <summary>What the elements of a code mean together.</summary>
internal sealed class LabelReader(ElementReading elements, DateOnly today, List<CodeProblem> doubts)
{
    // Exact by definition: the pound of 1959, the troy ounce of 480 grains of which 7,000 are a pound.
    private const decimal KilogramsOfPound = 0.45359237m;
    private const decimal KilogramsOfTroyOunce = 0.0311034768m;

    private CodeProblem? _problem;

    /// <summary>The GTIN of what is sold, what is told of it, or what makes the code useless.</summary>
    public (string Gtin, CodeContent Content, CodeProblem? Problem) Read()
    {
        var (gtin, isContent) = Article();
        if (_problem is not null)
            return ("", CodeContent.None, _problem);
        var measures = Measures();
        var (expiry, time) = Expiry();
        var content = new CodeContent
        {
            IsContent = isContent,
            Quantity = isContent ? Count("37") : Count("30"),
            NetWeight = NetWeight(measures),
            Measures = measures,
            Price = Price(),
            Lot = elements.Find("10"),
            Serial = elements.Find("21"),
            Expiry = expiry,
            ExpiryTime = time,
            BestBefore = Day("15"),
            SellBy = Day("16"),
            ProducedOn = Day("11"),
            PackedOn = Day("13"),
        };
        if (isContent && content.Quantity is null)
            _problem ??= new CodeProblem(CodeFault.Incomplete, "(02) tells what is inside, and no (37) how many of it.", "02");
        return (gtin, content, _problem);
    }

    private (string Gtin, bool IsContent) Article()
    {
        var (gtin, inside) = (elements.Find("01"), elements.Find("02"));
        if (gtin is not null && inside is not null)
            _problem = new CodeProblem(CodeFault.Contradiction, "(01) and (02) exclude each other: the pack is one or it is inside.", "02");
        if (gtin is null && inside is null)
            _problem = NoArticle();
        // To some it is the count of a pack, to others that of what is in it.
        if (gtin is not null && elements.Find("37") is not null)
            Doubt(CodeFault.Contradiction, "37", "(37) counts what (02) names, and does not go with (01): it was left out.");
        return (gtin ?? inside ?? "", gtin is null);
    }

    private CodeProblem NoArticle() =>
        elements.Elements.Count > 0
            ? new CodeProblem(
                CodeFault.NoArticle,
                $"The code names no article: it has ({elements.Elements[0].Ai.Code}) {elements.Elements[0].Ai.Name}, and no (01).",
                elements.Elements[0].Ai.Code
            )
            : elements.Doubts.FirstOrDefault() ?? new CodeProblem(CodeFault.NoArticle, "The code names no article: (01) is missing.");

    private decimal? Count(string code) => elements.Find(code) is { } digits ? MoreThanZero(code, "count", Figures.Exact(digits, 0)) : null;

    private List<Measure> Measures()
    {
        var measures = new List<Measure>();
        foreach (var (ai, digits) in elements.Elements)
            if (ai.Measured is var (kind, unit) && MoreThanZero(ai.Code, ai.Name, Figures.Exact(digits, ai.Decimals)) is { } value)
                measures.Add(new Measure(ai.Code, kind, value, unit));
        return measures;
    }

    private static decimal? NetWeight(List<Measure> measures) =>
        Weight(measures, MeasureUnit.Kilogram)
        ?? Weight(measures, MeasureUnit.Pound) * KilogramsOfPound
        ?? Weight(measures, MeasureUnit.TroyOunce) * KilogramsOfTroyOunce;

    private static decimal? Weight(List<Measure> measures, MeasureUnit unit) =>
        measures.Find(measure => measure.Kind is MeasureKind.NetWeight && measure.Unit == unit)?.Value;

    private CodePrice? Price()
    {
        CodePrice? price = null;
        foreach (var (ai, digits) in elements.Elements)
        {
            if (!ai.HasPoint || ai.Family is not ("392" or "393"))
                continue;
            if (price is not null)
                _problem ??= new CodeProblem(CodeFault.Contradiction, $"({ai.Code}) is a second price beside the first.", ai.Code);
            var isLocal = ai.Family is "392";
            var currency = isLocal ? null : CurrencyNumbers.Find(digits[..3], today);
            if (!isLocal && currency is null)
                _problem ??= new CodeProblem(CodeFault.Content, $"({ai.Code}) {digits[..3]} is the number of no currency.", ai.Code);
            if (MoreThanZero(ai.Code, ai.Name, Figures.Exact(isLocal ? digits : digits[3..], ai.Decimals)) is not { } amount)
                continue;
            price = new CodePrice(amount, currency?.Code);
            if (!HasTradeMeasure())
                Doubt(CodeFault.Incomplete, ai.Code, $"({ai.Code}) is the price of a measured pack, and nothing tells its measure.");
        }

        return price;
    }

    // What GS1 wants beside a price: 30, 31nn, 32nn, 35nn or 36nn.
    private bool HasTradeMeasure() => elements.Elements.Any(e => e.Ai.Code == "30" || e.Ai.Code[..2] is "31" or "32" or "35" or "36");

    private (DateOnly? Day, TimeOnly? Time) Expiry()
    {
        var day = Day("17");
        if (elements.Find("7003") is not { } digits)
            return (day, null);
        var (timed, time) = (Gs1Days.Read(digits, today, allowsWholeMonth: false), Gs1Days.ReadTime(digits.AsSpan(6)));
        if (timed is null || time is null)
            _problem ??= NoDay("7003", digits);
        else if (day is not null && day != timed)
            _problem ??= new CodeProblem(CodeFault.Contradiction, "(17) and (7003) name two days of expiry.", "7003");
        return (timed, time);
    }

    private DateOnly? Day(string code)
    {
        if (elements.Find(code) is not { } digits)
            return null;
        var day = Gs1Days.Read(digits, today);
        if (day is null)
            _problem ??= NoDay(code, digits);
        return day;
    }

    private static CodeProblem NoDay(string code, string digits) =>
        new(CodeFault.Content, $"({code}) {ApplicationIdentifiers.Find(code)!.Name}: {digits} is no day that there is.", code);

    private decimal? MoreThanZero(string code, string name, decimal value)
    {
        if (value > 0)
            return value;
        Doubt(CodeFault.Content, code, $"({code}) {name} is zero: it was left out.");
        return null;
    }

    private void Doubt(CodeFault fault, string code, string text) => doubts.Add(new CodeProblem(fault, text, code));
}
