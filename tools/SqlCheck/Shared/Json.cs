using System.Globalization;
using System.Text;

namespace PosCommerce.SqlCheck;

/// <summary>An object whose members keep their order.</summary>
internal sealed class JsonObject
{
    private readonly List<KeyValuePair<string, object?>> members = [];

    public IReadOnlyList<KeyValuePair<string, object?>> Members => members;

    /// <summary>Adds a member; null leaves it out.</summary>
    public JsonObject With(string name, object? value)
    {
        if (value is not null)
            members.Add(new KeyValuePair<string, object?>(name, value));
        return this;
    }

    public object? this[string name] => members.Find(m => m.Key == name).Value;

    /// <exception cref="FormatException">The member is missing or of another kind.</exception>
    public T Get<T>(string name) =>
        this[name] is T value ? value : throw new FormatException($"\"{name}\" is missing or of the wrong kind.");

    public T? Find<T>(string name)
        where T : class => this[name] as T;

    internal void Add(string name, object? value)
    {
        if (members.Exists(m => m.Key == name))
            throw new FormatException($"\"{name}\" stands there twice.");
        members.Add(new KeyValuePair<string, object?>(name, value));
    }
}

/// <summary>
/// Reads and writes the snapshot's JSON: objects, arrays, texts, whole numbers, booleans. Own, because an analyzer may bring
/// no library into the compiler. What is written is the same on every machine, one fact a line.
/// </summary>
internal static class Json
{
    private const int LineLength = 140;
    private const int MaximumDepth = 32;
    private const int EscapeLength = 4;

    /// <summary>JsonObject, List of object?, string, long, bool or null.</summary>
    /// <exception cref="FormatException">It is no JSON, or has more than this needs.</exception>
    public static object? Read(string text)
    {
        var reader = new Reader(text);
        var value = reader.Value(0);
        reader.End();
        return value;
    }

    /// <summary>Two blanks of indentation, LF, a final line end. What has no containers inside and fits stands on one line.</summary>
    public static string Write(object? value)
    {
        var text = new StringBuilder();
        Write(text, value, 0);
        return text.Append('\n').ToString();
    }

    private static void Write(StringBuilder text, object? value, int depth)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case bool b:
                text.Append(b ? "true" : "false");
                break;
            case int or long:
                text.Append(Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture));
                break;
            case string s:
                WriteText(text, s);
                break;
            case JsonObject o:
                WriteMembers(
                    text,
                    '{',
                    '}',
                    depth,
                    o.Members.Any(m => IsContainer(m.Value)),
                    isOneLine: true,
                    o.Members,
                    (t, m, d) =>
                    {
                        WriteText(t, m.Key);
                        t.Append(": ");
                        Write(t, m.Value, d);
                    }
                );
                break;
            // The lines of a text stay lines, however short: that is what makes a diff readable.
            case IReadOnlyList<string> lines:
                WriteMembers(text, '[', ']', depth, hasContainers: false, isOneLine: false, lines, (t, line, _) => WriteText(t, line));
                break;
            case IReadOnlyList<object?> items:
                WriteMembers(text, '[', ']', depth, items.Any(IsContainer), isOneLine: true, items, Write);
                break;
            default:
                throw new ArgumentException($"No JSON for a {value.GetType().Name}.", nameof(value));
        }
    }

    private static bool IsContainer(object? value) => value is JsonObject or IReadOnlyList<object?> or IReadOnlyList<string>;

    private static void WriteMembers<T>(
        StringBuilder text,
        char open,
        char close,
        int depth,
        bool hasContainers,
        bool isOneLine,
        IReadOnlyList<T> members,
        Action<StringBuilder, T, int> write
    )
    {
        if (members.Count == 0)
        {
            text.Append(open).Append(close);
            return;
        }

        if (isOneLine && !hasContainers)
        {
            var line = new StringBuilder();
            foreach (var member in members)
            {
                line.Append(line.Length == 0 ? "" : ", ");
                write(line, member, depth);
            }

            if (line.Length <= LineLength)
            {
                var blank = open == '{' ? " " : "";
                text.Append(open).Append(blank).Append(line).Append(blank).Append(close);
                return;
            }
        }

        text.Append(open);
        for (var i = 0; i < members.Count; i++)
        {
            text.Append(i == 0 ? "\n" : ",\n").Append(' ', (depth + 1) * 2);
            write(text, members[i], depth + 1);
        }

        text.Append('\n').Append(' ', depth * 2).Append(close);
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                default:
                    if (c < ' ' || c == '\u007f' || char.IsSurrogate(c) || c is '\u2028' or '\u2029')
                        text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
                    else
                        text.Append(c);
                    break;
            }
        }

        text.Append('"');
    }

    private sealed class Reader(string text)
    {
        private int at = text.Length > 0 && text[0] == '\uFEFF' ? 1 : 0;

        public object? Value(int depth)
        {
            if (depth > MaximumDepth)
                throw Wrong("nested too deep");
            Blanks();
            switch (Peek())
            {
                case '{':
                    return Object(depth);
                case '[':
                    return Array(depth);
                case '"':
                    return Text();
                case 't':
                    return Word("true", true);
                case 'f':
                    return Word("false", false);
                case 'n':
                    return Word("null", null);
                default:
                    return Number();
            }
        }

        public void End()
        {
            Blanks();
            if (at < text.Length)
                throw Wrong("something behind the end");
        }

        private JsonObject Object(int depth)
        {
            var read = new JsonObject();
            at++;
            Blanks();
            if (Peek() == '}')
            {
                at++;
                return read;
            }

            while (true)
            {
                Blanks();
                var name = Text();
                Blanks();
                Take(':');
                read.Add(name, Value(depth + 1));
                Blanks();
                if (Peek() != ',')
                    break;
                at++;
            }

            Take('}');
            return read;
        }

        private List<object?> Array(int depth)
        {
            var read = new List<object?>();
            at++;
            Blanks();
            if (Peek() == ']')
            {
                at++;
                return read;
            }

            while (true)
            {
                read.Add(Value(depth + 1));
                Blanks();
                if (Peek() != ',')
                    break;
                at++;
            }

            Take(']');
            return read;
        }

        private string Text()
        {
            Take('"');
            var read = new StringBuilder();
            while (true)
            {
                var c = Peek();
                at++;
                if (c == '"')
                    return read.ToString();
                if (c < ' ')
                    throw Wrong("a bare control character");
                read.Append(c == '\\' ? Escape() : c);
            }
        }

        private char Escape()
        {
            var c = Peek();
            at++;
            switch (c)
            {
                case 'n':
                    return '\n';
                case 't':
                    return '\t';
                case 'r':
                    return '\r';
                case 'b':
                    return '\b';
                case 'f':
                    return '\f';
                case 'u':
                    var digits = text.Substring(at, Math.Min(EscapeLength, text.Length - at));
                    if (
                        digits.Length < EscapeLength
                        || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)
                    )
                        throw Wrong("a broken escape");
                    at += EscapeLength;
                    return (char)code;
                case '"' or '\\' or '/':
                    return c;
                default:
                    throw Wrong("an unknown escape");
            }
        }

        private long Number()
        {
            var start = at;
            while (at < text.Length && (char.IsDigit(text[at]) || text[at] == '-'))
                at++;
            var digits = text.Substring(start, at - start);
            return long.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
                ? number
                : throw Wrong("not a value");
        }

        private object? Word(string word, object? value)
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0)
                throw Wrong("not a value");
            at += word.Length;
            return value;
        }

        private void Blanks()
        {
            while (at < text.Length && text[at] is ' ' or '\n' or '\r' or '\t')
                at++;
        }

        private char Peek() => at < text.Length ? text[at] : throw Wrong("it ends too early");

        private void Take(char expected)
        {
            if (Peek() != expected)
                throw Wrong($"expected {expected}");
            at++;
        }

        private FormatException Wrong(string what)
        {
            var line = 1 + text.Take(Math.Min(at, text.Length)).Count(c => c == '\n');
            return new FormatException(string.Format(CultureInfo.InvariantCulture, "line {0}: {1}", line, what));
        }
    }
}
