using System.Globalization;
using System.Text;

namespace PosCommerce.SqlCheck.Tree;

/// <summary>
/// One node of PostgreSQL's analysed query tree, read from the text form in which the server prints it. Knows no node
/// type by itself: what a field means is the reader's business.
/// </summary>
internal sealed class PgNode
{
    private readonly Dictionary<string, object?> fields = new(StringComparer.Ordinal);

    private PgNode(string type) => Type = type;

    /// <summary>The node's type as printed: QUERY, VAR, OPEXPR...</summary>
    public string Type { get; }

    /// <summary>Reads a tree; a list at the top is answered item by item, nested lists flattened.</summary>
    public static IReadOnlyList<PgNode> ParseAll(string text)
    {
        var reader = new Reader(text);
        var nodes = new List<PgNode>();
        Collect(reader.Value(), nodes);
        return nodes;
    }

    public PgNode? Node(string field) => fields.GetValueOrDefault(field) as PgNode;

    /// <summary>The list's nodes; empty for a null list. A null item has no node and is left out.</summary>
    public IReadOnlyList<PgNode> Nodes(string field) =>
        fields.GetValueOrDefault(field) switch
        {
            List<object?> list => [.. list.OfType<PgNode>()],
            PgNode single => [single],
            _ => [],
        };

    /// <summary>Lists of lists, as VALUES has them.</summary>
    public IReadOnlyList<IReadOnlyList<PgNode>> Rows(string field) =>
        fields.GetValueOrDefault(field) is List<object?> rows
            ? [.. rows.OfType<List<object?>>().Select(row => row.OfType<PgNode>().ToList())]
            : [];

    public string? Text(string field) => fields.GetValueOrDefault(field) as string;

    /// <summary>The words of a list of strings, in order.</summary>
    public IReadOnlyList<string> Texts(string field) =>
        fields.GetValueOrDefault(field) is List<object?> list ? [.. list.OfType<string>()] : [];

    public int Int(string field) =>
        int.TryParse(Text(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public uint Oid(string field) => uint.TryParse(Text(field), CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>Lists printed as (o 1 2) or (i 1 2): the numbers behind the marker.</summary>
    public IReadOnlyList<uint> Oids(string field) =>
        [.. Texts(field).Skip(1).Select(word => uint.TryParse(word, CultureInfo.InvariantCulture, out var number) ? number : 0)];

    public bool Is(string field) => Text(field) == "true";

    public bool Has(string field) => fields.GetValueOrDefault(field) is not null;

    /// <summary>This node and everything below it, sub-selects included.</summary>
    public IEnumerable<PgNode> Descend()
    {
        var open = new Stack<object>();
        open.Push(this);
        while (open.TryPop(out var next))
        {
            if (next is PgNode node)
            {
                yield return node;
                foreach (var value in node.fields.Values)
                {
                    if (value is PgNode or List<object?>)
                        open.Push(value);
                }
            }
            else
            {
                foreach (var item in (List<object?>)next)
                {
                    if (item is PgNode or List<object?>)
                        open.Push(item);
                }
            }
        }
    }

    public override string ToString() => Type;

    private static void Collect(object? value, List<PgNode> nodes)
    {
        switch (value)
        {
            case PgNode node:
                nodes.Add(node);
                break;
            case List<object?> list:
                list.ForEach(item => Collect(item, nodes));
                break;
            default:
                break;
        }
    }

    /// <summary>The grammar: {TYPE :field value...} | (item...) | word | &lt;&gt; | "text", with backslash before odd characters.</summary>
    private sealed class Reader(string text)
    {
        private int at;

        public object? Value()
        {
            SkipBlanks();
            if (at >= text.Length)
                throw new FormatException("The tree ends too early.");
            return text[at] switch
            {
                '{' => Structure(),
                '(' => List(),
                _ => Word(),
            };
        }

        private PgNode Structure()
        {
            at++;
            SkipBlanks();
            var node = new PgNode(Word() ?? throw new FormatException("A node has no type."));
            for (SkipBlanks(); text[at] != '}'; SkipBlanks())
            {
                if (text[at] != ':')
                    throw new FormatException($"A field was expected at {at} of {node.Type}.");
                at++;
                var field = Word() ?? "";
                // A value may have several words ("16 [ 1 0 ... ]"); only the first may begin with a colon.
                var value = Value();
                for (SkipBlanks(); text[at] is not (':' or '}'); SkipBlanks())
                    Value();
                node.fields[field] = value;
            }

            at++;
            return node;
        }

        private List<object?> List()
        {
            at++;
            var items = new List<object?>();
            for (SkipBlanks(); text[at] != ')'; SkipBlanks())
                items.Add(Value());
            at++;
            return items;
        }

        private string? Word()
        {
            if (text[at] == '"')
                return Quoted();
            var start = at;
            var word = new StringBuilder();
            while (at < text.Length && text[at] is not (' ' or '\n' or '\t' or '(' or ')' or '{' or '}'))
            {
                if (text[at] == '\\')
                    at++;
                word.Append(text[at++]);
            }

            if (at == start)
                throw new FormatException($"Nothing readable at {at}.");
            return at - start == 2 && word is { Length: 2 } && word[0] == '<' && word[1] == '>' ? null : word.ToString();
        }

        private string Quoted()
        {
            at++;
            var word = new StringBuilder();
            while (text[at] != '"')
            {
                if (text[at] == '\\')
                    at++;
                word.Append(text[at++]);
            }

            at++;
            return word.ToString();
        }

        private void SkipBlanks()
        {
            while (at < text.Length && (text[at] is ' ' or '\n' or '\t'))
                at++;
        }
    }
}
