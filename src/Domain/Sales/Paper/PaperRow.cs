namespace PosCommerce.Domain.Sales.Paper;

/// <summary>One thing that a receipt shows, whatever it is written on.</summary>
public abstract record PaperRow
{
    private protected PaperRow() { }
}

/// <summary>A text over the whole width.</summary>
public sealed record TextRow(string Text, bool IsCentred = false, PaperStyle Style = PaperStyle.Plain) : PaperRow;

/// <summary>A text, and what it comes to at the right edge.</summary>
public sealed record PairRow(string Left, string Right, PaperStyle Style = PaperStyle.Plain) : PaperRow;

/// <summary>Figures below their headings: the first column is a text, the others are amounts.</summary>
/// <param name="Rows">As many cells each as there are headings.</param>
public sealed record TableRow(IReadOnlyList<string> Headings, IReadOnlyList<IReadOnlyList<string>> Rows) : PaperRow;

/// <summary>A line across.</summary>
public sealed record RuleRow : PaperRow;

/// <summary>A QR code.</summary>
public sealed record QrRow(string Payload) : PaperRow;

/// <summary>The end of the paper: what can cut, cuts.</summary>
public sealed record CutRow : PaperRow;

/// <summary>The drawer springs open where the printer has one.</summary>
public sealed record DrawerRow : PaperRow;

public enum PaperStyle
{
    Plain,
    Bold,

    /// <summary>Bold, and twice as high.</summary>
    Tall,
}
