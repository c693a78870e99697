using System.Globalization;
using Microsoft.CodeAnalysis;

namespace PosCommerce.SqlCheck;

/// <summary>Something wrong, and the exact place in the source.</summary>
/// <param name="Also">A second place that belongs to it: the call of a text that is declared elsewhere, or the other way round.</param>
internal sealed record Finding(string Code, string Message, Location Location, Location? Also = null)
{
    /// <summary>As the compiler writes it: <c>path(line,column,line,column): error SQL003: message</c>.</summary>
    public override string ToString()
    {
        var span = Location.GetLineSpan();
        return string.Format(
            CultureInfo.InvariantCulture,
            "{0}({1},{2},{3},{4}): error {5}: {6}",
            span.Path,
            span.StartLinePosition.Line + 1,
            span.StartLinePosition.Character + 1,
            span.EndLinePosition.Line + 1,
            span.EndLinePosition.Character + 1,
            Code,
            Message
        );
    }
}
