using System.Buffers;
using System.Text;

namespace PosCommerce.Application.Common;

/// <summary>
/// What every text must be that comes from outside, whatever it was wrapped in: JSON, an address, a header, a cursor, a part of a
/// form, a cell of a file. PostgreSQL refuses the rest, and only when a statement is bound, which is too late.
/// </summary>
public static class PlainText
{
    public const string HasNul = "Must not contain NUL characters.";
    public const string IsHalved = "Has half a character: a surrogate without its other half.";

    /// <summary>What is wrong with a text however it is read; null when nothing is.</summary>
    public static string? ProblemOf(ReadOnlySpan<char> text)
    {
        if (text.Contains('\0'))
            return HasNul;
        var at = text.IndexOfAnyInRange('\ud800', '\udfff');
        while (at >= 0)
        {
            text = text[at..];
            if (Rune.DecodeFromUtf16(text, out _, out var length) is not OperationStatus.Done)
                return IsHalved;
            text = text[length..];
            at = text.IndexOfAnyInRange('\ud800', '\udfff');
        }

        return null;
    }

    /// <summary>The first characters of a text, at most so many UTF-16 units, none of them halved.</summary>
    public static string Start(string text, int maximum)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= maximum ? text : text[..(char.IsHighSurrogate(text[maximum - 1]) ? maximum - 1 : maximum)];
    }
}
