using System.Globalization;

namespace PosCommerce.SqlCheck;

/// <summary>Something wrong at a place in a file that is no C#.</summary>
/// <param name="Path">Relative to the repository.</param>
/// <param name="Line">1-based; 1 when nothing tells.</param>
internal sealed record FileFinding(string Code, string Message, string Path, int Line = 1, int Column = 1, int Length = 0)
{
    /// <summary>As the compiler writes it.</summary>
    public override string ToString() =>
        string.Format(
            CultureInfo.InvariantCulture,
            "{0}({1},{2},{1},{3}): error {4}: {5}",
            Path,
            Line,
            Column,
            Column + Length,
            Code,
            Message
        );
}
