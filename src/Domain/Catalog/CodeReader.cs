namespace PosCommerce.Domain.Catalog;

/// <summary>Reads one code: decides by its form which reading applies.</summary>
internal sealed class CodeReader(string? symbology, string data, IReadOnlyList<CodePattern> patterns, DateOnly today)
{
    private readonly List<CodeCandidate> _candidates = [];
    private readonly List<CodeProblem> _doubts = [];

    public ScannedCode Read()
    {
        if (data.Length == 0 || data.AsSpan().IndexOfAnyExcept(ElementString.Separator) < 0)
            return new UnreadableCode(new CodeProblem(CodeFault.Empty, "There is nothing in the code."));
        return Symbologies.Of(symbology) switch
        {
            SymbolContent.EanOrUpc => Symbol(data, data.Length is 8 or 12 or 13, isUpcE: data.Length == 8),
            SymbolContent.EanOrUpcWithAddOn => Symbol(data[..Math.Min(13, data.Length)], data.Length is 15 or 18, isUpcE: false),
            SymbolContent.Ean8 => Symbol(data, data.Length == 8, isUpcE: false),
            SymbolContent.AddOn => Unreadable(CodeFault.NoArticle, "This is the small symbol beside a code: scan the code itself."),
            SymbolContent.ElementString => Gs1(),
            _ => Free(),
        };
    }

    /// <summary>An EAN or UPC symbol: its digits are right or they were not read rightly.</summary>
    private ScannedCode Symbol(string digits, bool isLength, bool isUpcE)
    {
        if (!isLength || !CheckDigits.AreDigits(data))
            return Unreadable(CodeFault.Length, $"{symbology} announces an EAN or UPC, and {data.Length} signs follow that are none.");
        if (isUpcE)
            return UpcESymbol(digits);
        return Gtin.NumberProblem(digits) is { } problem && !IsItemKey(digits)
            ? new UnreadableCode(problem)
            : OfArticle(Gtin.Padded(digits), CodeContent.None, CodeForm.Number);
    }

    private ScannedCode UpcESymbol(string digits)
    {
        Span<char> upcA = stackalloc char[12];
        if (!UpcE.TryExpand(digits, upcA))
            return Unreadable(CodeFault.Length, "A UPC-E begins with 0 or 1.");
        return CheckDigits.Fits(upcA)
            ? OfArticle(Gtin.Padded(upcA), CodeContent.None, CodeForm.Number)
            : new UnreadableCode(Gtin.CheckDigitProblem(upcA));
    }

    private ScannedCode Gs1()
    {
        // DataBar holds a GTIN and nothing else in its shortest kind, and some readers leave its (01) out.
        if (data.Length == Gtin.Length && CheckDigits.AreDigits(data) && CheckDigits.Fits(data))
            return OfArticle(data, CodeContent.None, CodeForm.ElementString);
        return Elements(BracketedElements.Read(data) ?? ElementString.Read(data), CodeForm.ElementString);
    }

    private ScannedCode Free()
    {
        if (DigitalLink.IsAddress(data))
            return DigitalLink.Read(data) is { } link
                ? Elements(link, CodeForm.DigitalLink)
                : Literal(new CodeProblem(CodeFault.NoArticle, "The address names no article: it has no /01/ with a GTIN behind it."));
        if (BracketedElements.Read(data) is { } bracketed)
        {
            var read = Elements(bracketed, CodeForm.ElementString);
            return read is UnreadableCode unreadable && !AnnouncesArticle(data.AsSpan(1)) ? Literal(unreadable.Problem) : read;
        }

        if (data.Contains(ElementString.Separator, StringComparison.Ordinal))
            return Elements(ElementString.Read(data), CodeForm.ElementString);
        return CheckDigits.AreDigits(data) && Gtin.IsLength(data.Length) ? Number() : Unannounced();
    }

    /// <summary>Digits of which nobody says what they are: an EAN before a UPC-E, a GTIN before a number of the merchant's own.</summary>
    private ScannedCode Number()
    {
        var isRight = CheckDigits.Fits(data);
        if (!isRight && PatternOf(data) is not null && !IsItemKey(data))
            return new UnreadableCode(Gtin.CheckDigitProblem(data));
        if ((isRight || IsItemKey(data)) && Article(Gtin.Padded(data), CodeContent.None) is { Problem: var problem })
        {
            if (problem.Fault is not CodeFault.Restricted)
                return new UnreadableCode(problem);
            _doubts.Add(problem);
        }

        if (Gtin.FromUpcE(data) is { } expanded)
            Add(new CodeCandidate(BarcodeKind.Gtin, expanded.Value, CodeContent.None));
        if (_candidates.Count == 0 && !isRight)
            _doubts.Add(Gtin.CheckDigitProblem(data));
        Add(new CodeCandidate(BarcodeKind.Other, data, CodeContent.None));
        return Answer(CodeForm.Number);
    }

    /// <summary>
    /// A text that nobody announces. When it can be read as an element string that begins with a GTIN it is one, since printers and
    /// readers lose the sign of it; it may be a merchant's own text all the same.
    /// </summary>
    private ScannedCode Unannounced()
    {
        if (data.Length < 16 || !AnnouncesArticle(data))
            return Literal();
        var read = Elements(ElementString.Read(data), CodeForm.ElementString);
        if (read is UnreadableCode unreadable)
            return Literal(unreadable.Problem);
        if (Barcode.TextProblem(data) is null)
            Add(new CodeCandidate(BarcodeKind.Other, data, CodeContent.None));
        return read;
    }

    private static bool AnnouncesArticle(ReadOnlySpan<char> text) => text.StartsWith("01") || text.StartsWith("02");

    private ScannedCode Elements(ElementReading elements, CodeForm form)
    {
        _doubts.AddRange(elements.Doubts);
        if (elements.Problem is { } broken)
            return new UnreadableCode(broken);
        var (gtin, content, problem) = new LabelReader(elements, today, _doubts).Read();
        return problem is not null ? new UnreadableCode(problem) : OfArticle(gtin, content, form);
    }

    private ScannedCode OfArticle(string fourteen, CodeContent content, CodeForm form) =>
        Article(fourteen, content) is { } unreadable ? unreadable : Answer(form);

    /// <summary>Adds what 14 digits with a right check digit mean; what is unreadable about them is answered instead.</summary>
    private UnreadableCode? Article(string fourteen, CodeContent content)
    {
        if (!InStoreNumbers.IsRestricted(fourteen))
        {
            Add(new CodeCandidate(BarcodeKind.Gtin, fourteen, content));
            return null;
        }

        if (InStoreNumbers.Canonical(fourteen) is not { } number)
            return Unreadable(CodeFault.Restricted, "An in-store number has no digit in front of it that tells of cartons.");
        if (CodePattern.Of(number, patterns) is { } pattern)
        {
            if (!pattern.IsItemKey(number) && pattern.VerifierProblem(number) is { } problem)
                return new UnreadableCode(problem);
            Add(new CodeCandidate(BarcodeKind.InStore, pattern.ItemKey(number), content.With(pattern.Content(number))));
        }

        // Numbers from before there was a pattern mean themselves.
        Add(new CodeCandidate(BarcodeKind.InStore, number, content));
        return null;
    }

    private ScannedCode Literal(CodeProblem? doubt = null)
    {
        if (Barcode.TextProblem(data) is { } problem)
            return new UnreadableCode(doubt ?? problem);
        if (doubt is not null)
            _doubts.Add(doubt);
        Add(new CodeCandidate(BarcodeKind.Other, data, CodeContent.None));
        return Answer(CodeForm.Text);
    }

    private CodePattern? PatternOf(ReadOnlySpan<char> digits) =>
        digits.Length < 12 || InStoreNumbers.Canonical(Gtin.Padded(digits)) is not { Length: CodePattern.Length } number
            ? null
            : CodePattern.Of(number, patterns);

    private bool IsItemKey(ReadOnlySpan<char> digits) => PatternOf(digits)?.IsItemKey(Gtin.Padded(digits).AsSpan(1)) is true;

    private void Add(CodeCandidate candidate)
    {
        if (_candidates.TrueForAll(known => known.Value != candidate.Value))
            _candidates.Add(candidate);
    }

    private ReadableCode Answer(CodeForm form) => new(form, symbology, _candidates, _doubts);

    private static UnreadableCode Unreadable(CodeFault fault, string text) => new(new CodeProblem(fault, text));
}
