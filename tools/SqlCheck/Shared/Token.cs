namespace PosCommerce.SqlCheck;

internal enum TokenKind
{
    /// <summary>Everything that is not one of the others.</summary>
    Code,

    /// <summary><c>@Name</c>.</summary>
    Parameter,

    /// <summary>A string of any kind.</summary>
    Literal,

    /// <summary><c>"name"</c>.</summary>
    QuotedName,

    Comment,

    /// <summary><c>:name</c>, which the driver takes for a parameter too.</summary>
    ColonName,

    /// <summary><c>$1</c>.</summary>
    Positional,

    /// <summary>A string that the driver would read otherwise than PostgreSQL.</summary>
    Doubtful,

    /// <summary>A string, name or comment that reaches the end of the text.</summary>
    Unfinished,
}

/// <summary>
/// A piece of a statement. The rules are PostgreSQL's lexical structure (chapter 4.1 of its manual) where the driver agrees
/// with it; a test compares the two over random texts.
/// </summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Length)
{
    /// <summary>The pieces of a text, without gaps, in order.</summary>
    public static List<Token> Read(string text) => new Reader(text).Read();

    private sealed class Reader(string text)
    {
        private readonly List<Token> found = [];
        private int codeStart;
        private int at;
        private int lastEscapesEnd = -1;

        public List<Token> Read()
        {
            while (at < text.Length)
            {
                var kind = KindHere();
                if (kind == TokenKind.Code)
                {
                    at++;
                    continue;
                }

                var start = at;
                at = EndOf(ref kind);
                EndCode(start);
                found.Add(new Token(kind, start, at - start));
                codeStart = at;
            }

            EndCode(at);
            return found;
        }

        private void EndCode(int end)
        {
            if (end > codeStart)
                found.Add(new Token(TokenKind.Code, codeStart, end - codeStart));
        }

        private TokenKind KindHere()
        {
            var sign = text[at];
            var next = at + 1 < text.Length ? text[at + 1] : '\0';
            // What another piece ended with is no part of this one.
            var last = at > codeStart ? text[at - 1] : '\0';
            return sign switch
            {
                '\'' => TokenKind.Literal,
                '"' => TokenKind.QuotedName,
                '-' when next == '-' => TokenKind.Comment,
                '/' when next == '*' => TokenKind.Comment,
                '$' when !IsNamePart(last) && char.IsDigit(next) => TokenKind.Positional,
                '$' when !IsNamePart(last) && DollarTag(at) > 0 => TokenKind.Literal,
                '@' when last != '@' && IsParameterPart(next) => TokenKind.Parameter,
                // An array's bounds, [1:2], are no names; neither is the second colon of a cast.
                ':' when last != ':' && IsParameterPart(next) && !char.IsDigit(next) => TokenKind.ColonName,
                _ => TokenKind.Code,
            };
        }

        private int EndOf(ref TokenKind kind)
        {
            switch (kind)
            {
                case TokenKind.Parameter or TokenKind.ColonName:
                    return While(at + 1, IsParameterPart);
                case TokenKind.Positional:
                    return While(at + 1, char.IsDigit);
                case TokenKind.QuotedName:
                    return Quoted('"', hasEscapes: false, ref kind);
                case TokenKind.Comment when text[at] == '-':
                    return While(at, c => c != '\n');
                case TokenKind.Comment:
                    return BlockComment(ref kind);
                case TokenKind.Literal when text[at] == '$':
                    return DollarQuoted(ref kind);
                default:
                    var word = WordBefore();
                    // To PostgreSQL, letters, digits and underscores make one name; to the driver only letters do.
                    if (
                        (word.Length > 1 && word[word.Length - 1] is 'e' or 'E' && !char.IsLetter(word[word.Length - 2]))
                        || MayContinueEscapes()
                    )
                        kind = TokenKind.Doubtful;
                    var hasEscapes = word is "e" or "E";
                    var end = Quoted('\'', hasEscapes, ref kind);
                    if (hasEscapes)
                        lastEscapesEnd = end;
                    return end;
            }
        }

        /// <summary>
        /// Behind a line's end E'...' goes on with the next string; PostgreSQL and the driver do not agree on what may stand between.
        /// </summary>
        private bool MayContinueEscapes()
        {
            if (!IsBlank(codeStart, at))
                return false;
            var before = found.FindLastIndex(t =>
                t.Kind != TokenKind.Comment && !(t.Kind == TokenKind.Code && IsBlank(t.Start, t.Start + t.Length))
            );
            return before >= 0 && found[before].Start + found[before].Length == lastEscapesEnd;
        }

        private bool IsBlank(int start, int end) => string.IsNullOrWhiteSpace(text.Substring(start, end - start));

        private int While(int from, Func<char, bool> belongs)
        {
            while (from < text.Length && belongs(text[from]))
                from++;
            return from;
        }

        /// <summary>The name that ends right here: E of its own makes E'...', a string with backslashes.</summary>
        private string WordBefore()
        {
            var start = at;
            while (start > codeStart && IsNamePart(text[start - 1]))
                start--;
            return text.Substring(start, at - start);
        }

        private int Quoted(char quote, bool hasEscapes, ref TokenKind kind)
        {
            var hasDoubled = false;
            for (var i = at + 1; i < text.Length; i++)
            {
                if (hasEscapes && text[i] == '\\')
                {
                    // Behind a doubled quote the driver has forgotten that backslashes escape.
                    if (hasDoubled)
                        kind = TokenKind.Doubtful;
                    i++;
                }
                else if (text[i] == quote && i + 1 < text.Length && text[i + 1] == quote)
                {
                    hasDoubled = true;
                    i++;
                }
                else if (text[i] == quote)
                    return i + 1;
            }

            kind = TokenKind.Unfinished;
            return text.Length;
        }

        // PostgreSQL nests them.
        private int BlockComment(ref TokenKind kind)
        {
            var depth = 0;
            for (var i = at; i + 1 < text.Length; i++)
            {
                if (text[i] == '/' && text[i + 1] == '*')
                {
                    depth++;
                    i++;
                }
                else if (text[i] == '*' && text[i + 1] == '/')
                {
                    depth--;
                    i++;
                    if (depth == 0)
                        return i + 1;
                }
            }

            kind = TokenKind.Unfinished;
            return text.Length;
        }

        private int DollarQuoted(ref TokenKind kind)
        {
            var tag = text.Substring(at, DollarTag(at));
            // Any letter may tag for PostgreSQL, and not for the driver.
            if (tag.Any(c => c > '\u007f'))
                kind = TokenKind.Doubtful;
            var end = text.IndexOf(tag, at + tag.Length, StringComparison.Ordinal);
            if (end >= 0)
                return end + tag.Length;
            kind = TokenKind.Unfinished;
            return text.Length;
        }

        /// <summary>The length of <c>$tag$</c>; 0 when there is none.</summary>
        private int DollarTag(int from)
        {
            var end = from + 1;
            while (end < text.Length && text[end] != '$' && IsNamePart(text[end]))
                end++;
            return end < text.Length && text[end] == '$' ? end + 1 - from : 0;
        }

        private static bool IsNamePart(char c) => char.IsLetterOrDigit(c) || c is '_' or '$' || c > '\u007f';

        // The driver's own idea of a parameter's name, dot included.
        private static bool IsParameterPart(char c) => char.IsLetterOrDigit(c) || c is '_' or '.';
    }
}
