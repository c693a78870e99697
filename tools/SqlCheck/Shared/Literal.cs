using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace PosCommerce.SqlCheck;

/// <summary>A part of a text with the place in the source that each of its characters comes from.</summary>
/// <param name="Whole">The expression that it comes from.</param>
/// <param name="Positions">The place of each character, one more for the end; null where characters cannot be told apart.</param>
internal sealed record Piece(string Value, Location Whole, IReadOnlyList<TextSpan>? Positions)
{
    public static Piece Opaque(string value, SyntaxNode source) => new(value, source.GetLocation(), null);

    /// <summary>The place of <paramref name="length"/> characters from <paramref name="start"/> on.</summary>
    public Location At(int start, int length)
    {
        if (Positions is null || Whole.SourceTree is null || length <= 0 || start + length > Positions.Count)
            return Whole;
        return Location.Create(Whole.SourceTree, TextSpan.FromBounds(Positions[start].Start, Positions[start + length - 1].End));
    }
}

/// <summary>Reads string literals the way the compiler does, but remembers where each character stood.</summary>
internal static class Literal
{
    private const int LongEscape = 8;
    private const int ShortEscape = 4;
    private const int MaximumCodePoint = 0x10FFFF;

    public static Piece Of(LiteralExpressionSyntax literal, string value)
    {
        var token = literal.Token;
        var source = token.Text;
        var read = token.Kind() switch
        {
            SyntaxKind.StringLiteralToken when source[0] == '@' => Verbatim(source, 2, source.Length - 1, hasBraces: false),
            SyntaxKind.StringLiteralToken => Escaped(source, 1, source.Length - 1, hasBraces: false),
            SyntaxKind.SingleLineRawStringLiteralToken => Plain(source, Quotes(source), source.Length - Quotes(source)),
            SyntaxKind.MultiLineRawStringLiteralToken => MultiLine(source),
            _ => null,
        };
        return Piece(read, value, token.SpanStart, literal);
    }

    public static Piece Of(InterpolatedStringTextSyntax text, string value)
    {
        var token = text.TextToken;
        var source = token.Text;
        var read = (text.Parent as InterpolatedStringExpressionSyntax)?.StringStartToken.Kind() switch
        {
            SyntaxKind.InterpolatedStringStartToken => Escaped(source, 0, source.Length, hasBraces: true),
            SyntaxKind.InterpolatedVerbatimStringStartToken => Verbatim(source, 0, source.Length, hasBraces: true),
            SyntaxKind.InterpolatedSingleLineRawStringStartToken => Plain(source, 0, source.Length),
            SyntaxKind.InterpolatedMultiLineRawStringStartToken => Dedented(source, value, Indentation(text)),
            _ => null,
        };
        return Piece(read, value, token.SpanStart, text);
    }

    private static Piece Piece(List<(char Value, int Start, int Length)>? read, string value, int start, SyntaxNode node)
    {
        // Whatever was misread here must not point at a wrong word.
        if (read is null || read.Count != value.Length || read.Where((r, i) => r.Value != value[i]).Any())
            return SqlCheck.Piece.Opaque(value, node);
        return new Piece(value, node.GetLocation(), [.. read.Select(r => new TextSpan(start + r.Start, r.Length))]);
    }

    private static int Quotes(string source)
    {
        var count = 0;
        while (count < source.Length && source[count] == '"')
            count++;
        return count;
    }

    private static List<(char Value, int Start, int Length)> Plain(string source, int from, int to)
    {
        var read = new List<(char, int, int)>(to - from);
        for (var i = from; i < to; i++)
            read.Add((source[i], i, 1));
        return read;
    }

    private static List<(char Value, int Start, int Length)> Verbatim(string source, int from, int to, bool hasBraces)
    {
        var read = new List<(char, int, int)>(to - from);
        for (var i = from; i < to; i++)
        {
            var isDouble = (source[i] == '"' || (hasBraces && source[i] is '{' or '}')) && i + 1 < to && source[i + 1] == source[i];
            read.Add((source[i], i, isDouble ? 2 : 1));
            if (isDouble)
                i++;
        }

        return read;
    }

    private static List<(char Value, int Start, int Length)>? Escaped(string source, int from, int to, bool hasBraces)
    {
        var read = new List<(char, int, int)>(to - from);
        var i = from;
        while (i < to)
        {
            var start = i;
            if (hasBraces && source[i] is '{' or '}' && i + 1 < to && source[i + 1] == source[i])
            {
                read.Add((source[i], i, 2));
                i += 2;
            }
            else if (source[i] != '\\')
            {
                read.Add((source[i], i, 1));
                i++;
            }
            else
            {
                if (Escape(source, ref i, to) is not { } value)
                    return null;
                foreach (var c in value)
                    read.Add((c, start, i - start));
            }
        }

        return read;
    }

    private static string? Escape(string source, ref int i, int to)
    {
        var kind = i + 1 < to ? source[i + 1] : '\0';
        i += 2;
        switch (kind)
        {
            case 'u':
                return Hex(source, ref i, to, ShortEscape, ShortEscape);
            case 'U':
                return Hex(source, ref i, to, LongEscape, LongEscape);
            case 'x':
                return Hex(source, ref i, to, 1, ShortEscape);
            default:
                const string escapes = "'\"\\0abfnrtve";
                const string values = "'\"\\\0\a\b\f\n\r\t\v\u001b";
                var at = escapes.IndexOf(kind);
                return at < 0 ? null : values.Substring(at, 1);
        }
    }

    private static string? Hex(string source, ref int i, int to, int minimum, int maximum)
    {
        var start = i;
        while (i < to && i - start < maximum && Uri.IsHexDigit(source[i]))
            i++;
        var digits = source.Substring(start, i - start);
        return
            digits.Length >= minimum
            && int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
            && code is >= 0 and <= MaximumCodePoint
            ? code <= char.MaxValue
                ? ((char)code).ToString()
                : char.ConvertFromUtf32(code)
            : null;
    }

    /// <summary>A raw literal over lines: without its first and last line, each line without the blanks of the last.</summary>
    private static List<(char Value, int Start, int Length)>? MultiLine(string source)
    {
        var quotes = Quotes(source);
        var first = source.IndexOf('\n') + 1;
        var closing = source.LastIndexOf('\n');
        if (first <= 0 || closing < first - 1)
            return null;
        var indentation = source.Length - quotes - (closing + 1);
        var end = closing > 0 && source[closing - 1] == '\r' ? closing - 1 : closing;
        return end < first ? [] : WithoutIndentation(source, first, end, indentation);
    }

    private static List<(char Value, int Start, int Length)> WithoutIndentation(string source, int from, int to, int indentation)
    {
        var read = new List<(char, int, int)>(to - from);
        var i = from;
        while (i < to)
        {
            i = SkipIndentation(source, i, to, indentation);
            while (i < to)
            {
                read.Add((source[i], i, 1));
                i++;
                if (source[i - 1] == '\n')
                    break;
            }
        }

        return read;
    }

    // A blank line may hold fewer blanks than the others.
    private static int SkipIndentation(string source, int from, int to, int indentation)
    {
        var i = from;
        while (i < to && i - from < indentation && source[i] is ' ' or '\t')
            i++;
        return i;
    }

    /// <summary>A stretch of an interpolated raw literal: the compiler's value says where line ends and blanks were left out.</summary>
    private static List<(char Value, int Start, int Length)>? Dedented(string source, string value, int indentation)
    {
        var isFirst = source.Length > 0 && (value.Length == 0 || source[0] != value[0] || source[0] is '\r' or '\n');
        foreach (var start in isFirst ? new[] { source.IndexOf('\n') + 1, 0 } : [0])
        {
            var read = Walk(start, atLineStart: start > 0) ?? Walk(start, atLineStart: true);
            if (read is not null)
                return read;
        }

        return null;

        List<(char, int, int)>? Walk(int from, bool atLineStart)
        {
            var read = new List<(char, int, int)>(value.Length);
            var i = from;
            foreach (var expected in value)
            {
                if (atLineStart)
                    i = SkipIndentation(source, i, source.Length, indentation);
                if (i >= source.Length || source[i] != expected)
                    return null;
                read.Add((expected, i, 1));
                atLineStart = expected == '\n';
                i++;
            }

            return read;
        }
    }

    private static int Indentation(InterpolatedStringTextSyntax text)
    {
        // The closing quotes carry the line end and the blanks in front of them.
        var closing = ((InterpolatedStringExpressionSyntax)text.Parent!).StringEndToken.Text; // A text stands inside its string.
        return closing.Substring(closing.IndexOf('\n') + 1).TakeWhile(c => c is ' ' or '\t').Count();
    }
}
