using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.SqlCheck;

/// <summary>A place in a text: UTF-16 offset and length.</summary>
internal readonly record struct Span(int Start, int Length);

/// <summary>
/// One statement as it is written, and as it reaches the server: with <c>@Name</c> replaced by <c>$n</c>. What is text to
/// PostgreSQL (strings, quoted names, comments) is left alone, exactly as the driver leaves it.
/// </summary>
internal sealed class SqlText
{
    private const int IdentityLength = 20;

    // The few statements that PostgreSQL cannot prepare and that the kernel needs; nobody else may send them.
    private static readonly HashSet<string> Utilities = new(StringComparer.Ordinal)
    {
        "begin",
        "begin transaction read only",
        "begin transaction isolation level repeatable read",
        "begin transaction isolation level repeatable read read only",
        "commit",
        "rollback",
    };

    private readonly List<Replacement> replacements = [];
    private readonly List<string> parameters = [];
    private readonly List<Token> tokens;

    private SqlText(string text)
    {
        Text = text;
        Identity = IdentityOf(text);
        tokens = Token.Read(text);
        var positional = new StringBuilder(text.Length);
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.Parameter)
            {
                var name = text.Substring(token.Start + 1, token.Length - 1);
                var index = parameters.IndexOf(name);
                if (index < 0)
                {
                    index = parameters.Count;
                    parameters.Add(name);
                }

                var placeholder = "$" + (index + 1).ToString(CultureInfo.InvariantCulture);
                replacements.Add(new Replacement(positional.Length, placeholder.Length, token.Start, token.Length));
                positional.Append(placeholder);
            }
            else
            {
                positional.Append(text, token.Start, token.Length);
            }
        }

        Positional = positional.ToString();
        Problem = FindProblem(out var at);
        ProblemAt = at;
    }

    /// <summary>The statement with line ends as LF and without blanks around it: what is verified.</summary>
    public string Text { get; }

    /// <summary>What the server is sent.</summary>
    public string Positional { get; }

    /// <summary>The names behind <c>$1</c>, <c>$2</c>... as they are written.</summary>
    public IReadOnlyList<string> Parameters => parameters;

    /// <summary>The first 20 hexadecimal digits of the text's SHA-256: by this snapshots know it.</summary>
    public string Identity { get; }

    /// <summary>One of the fixed few (begin, commit) that cannot be prepared.</summary>
    public bool IsUtility => Utilities.Contains(Text);

    /// <summary>Why the driver would read this text otherwise than PostgreSQL does; null for a sound one.</summary>
    public string? Problem { get; }

    /// <summary>The place of <see cref="Problem"/> in <see cref="Text"/>.</summary>
    public Span ProblemAt { get; }

    /// <summary>Reads a statement as it stands in the source.</summary>
    public static SqlText Of(string source) => new(Normalise(source));

    /// <summary>Line ends as LF, no blanks around.</summary>
    public static string Normalise(string source) => Lines.ToLf(source).Trim();

    public static string IdentityOf(string normalised)
    {
        var bytes = Encoding.UTF8.GetBytes(normalised);
#if NET
        var hash = SHA256.HashData(bytes);
#else
        using var sha = SHA256.Create();
        var hash = sha.ComputeHash(bytes);
#endif
        return Lines.Hex(hash).Substring(0, IdentityLength);
    }

    /// <summary>
    /// The word of <see cref="Text"/> that PostgreSQL points at: <paramref name="position"/> as the server tells it, the
    /// 1-based number of a character (not of a UTF-16 unit) of <see cref="Positional"/>; 0 means that it tells none.
    /// </summary>
    public Span WordAtServerPosition(int position)
    {
        if (position <= 0)
            return new Span(0, Text.Length);
        var offset = 0;
        for (var character = 1; character < position && offset < Positional.Length; character++)
            offset += char.IsHighSurrogate(Positional[offset]) && offset + 1 < Positional.Length ? 2 : 1;
        return WordAt(ToText(offset));
    }

    /// <summary>The offset in <see cref="Text"/> of an offset in <see cref="Positional"/>.</summary>
    public int ToText(int positionalOffset)
    {
        var shift = 0;
        foreach (var r in replacements)
        {
            if (positionalOffset < r.PositionalStart)
                break;
            if (positionalOffset < r.PositionalStart + r.PositionalLength)
                return r.TextStart;
            shift = r.TextStart + r.TextLength - (r.PositionalStart + r.PositionalLength);
        }

        return Math.Min(positionalOffset + shift, Text.Length);
    }

    /// <summary>The whole word at an offset: a name with its qualifiers, a parameter, a literal, or a run of operator signs.</summary>
    public Span WordAt(int offset)
    {
        if (offset >= Text.Length)
            return LastWord();
        var token = tokens.First(t => offset < t.Start + t.Length);
        if (token.Kind is TokenKind.Parameter or TokenKind.Literal)
            return new Span(token.Start, token.Length);

        var start = offset;
        var end = offset;
        if (IsWordSign(Text[offset]))
        {
            // The server points at the beginning of what it means; what stands before belongs to something else.
            while (end < Text.Length && IsWordSign(Text[end]))
                end++;
        }
        else if (!char.IsWhiteSpace(Text[offset]) && !IsBracket(Text[offset]))
        {
            while (end < Text.Length && !char.IsWhiteSpace(Text[end]) && !IsWordSign(Text[end]) && !IsBracket(Text[end]))
                end++;
        }

        return new Span(start, Math.Max(1, end - start));
    }

    /// <summary>Every name (keyword, table, function) of the statement that is not inside a string or a comment.</summary>
    public IEnumerable<(string Name, Span At)> Names()
    {
        foreach (var token in tokens)
        {
            if (token.Kind == TokenKind.QuotedName)
            {
                yield return (Text.Substring(token.Start, token.Length), new Span(token.Start, token.Length));
                continue;
            }

            if (token.Kind != TokenKind.Code)
                continue;
            var at = token.Start;
            while (at < token.Start + token.Length)
            {
                if (!IsNameSign(Text[at]))
                {
                    at++;
                    continue;
                }

                var start = at;
                while (at < token.Start + token.Length && IsNameSign(Text[at]))
                    at++;
                yield return (Text.Substring(start, at - start), new Span(start, at - start));
            }
        }
    }

    private static bool IsNameSign(char c) => char.IsLetterOrDigit(c) || c is '_' or '$';

    private static bool IsWordSign(char c) => IsNameSign(c) || c is '.' or '"';

    private static bool IsBracket(char c) => c is '(' or ')' or '[' or ']' or ',' or ';';

    private Span LastWord()
    {
        var start = Text.Length;
        while (start > 0 && !char.IsWhiteSpace(Text[start - 1]))
            start--;
        return new Span(start, Text.Length - start);
    }

    private string? FindProblem(out Span at)
    {
        at = new Span(0, Text.Length);
        if (Text.Length == 0)
            return "The text is empty.";
        foreach (var token in tokens)
        {
            at = new Span(token.Start, token.Length);
            switch (token.Kind)
            {
                case TokenKind.Unfinished:
                    return "A string, a quoted name or a comment does not end.";
                case TokenKind.ColonName:
                    return "The driver would take this for a parameter: put a blank behind the colon, and write parameters as @Name.";
                case TokenKind.Parameter when char.IsDigit(Text[token.Start + 1]):
                    return "A parameter's name begins with a letter: the driver would take an array's bound, [1:2], for @2.";
                case TokenKind.Parameter when parameters.Any(p => IsSameButForCase(p, token)):
                    return "Two parameters differ only in case.";
                case TokenKind.Doubtful:
                case TokenKind.Parameter when token.Start + token.Length < Text.Length && Text[token.Start + token.Length] == '$':
                    return "The driver and PostgreSQL do not read this alike: put blanks around it.";
                case TokenKind.Positional:
                    return "Parameters are named here: write @Name.";
                default:
                    break;
            }

            if (token.Kind != TokenKind.Code)
                continue;
            for (var i = token.Start; i < token.Start + token.Length; i++)
            {
                at = new Span(i, 1);
                if (Text[i] == ';')
                    return "One statement a text, without a semicolon.";
                if (Text[i] > '\u007f')
                    return "Outside of strings a statement is plain ASCII: the driver and PostgreSQL read other names differently.";
            }
        }

        at = default;
        return null;
    }

    private bool IsSameButForCase(string parameter, Token token)
    {
        var name = Text.Substring(token.Start + 1, token.Length - 1);
        return name != parameter && string.Equals(name, parameter, StringComparison.OrdinalIgnoreCase);
    }

    private readonly record struct Replacement(int PositionalStart, int PositionalLength, int TextStart, int TextLength);
}
