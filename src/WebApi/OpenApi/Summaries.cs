using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>What the requests say about themselves, from the documentation files that the build puts beside the assemblies.</summary>
internal static partial class Summaries
{
    private static readonly ConcurrentDictionary<string, Dictionary<string, XElement>> Files = new(StringComparer.Ordinal);

    /// <summary>The one sentence that every request opens with.</summary>
    public static string Of(Type type) =>
        Find(type)?.Element("summary") is { } summary ? Plain(summary) : throw new InvalidOperationException($"{type} has no summary.");

    /// <summary>What the type says about one of its members.</summary>
    public static string? Of(Type type, string member) =>
        Find(type)
            ?.Elements("param")
            .FirstOrDefault(p => string.Equals((string?)p.Attribute("name"), member, StringComparison.OrdinalIgnoreCase))
            is { } text
            ? Plain(text)
            : null;

    /// <summary>The same words on one line.</summary>
    public static string Flat(string text) => Blanks().Replace(text, " ").Trim();

    private static XElement? Find(Type type)
    {
        var file = Path.ChangeExtension(type.Assembly.Location, ".xml");
        return Files.GetOrAdd(file, Read).GetValueOrDefault($"T:{type.FullName}");
    }

    private static Dictionary<string, XElement> Read(string file) =>
        // The compiler names every member.
        XDocument.Load(file).Descendants("member").ToDictionary(member => (string)member.Attribute("name")!, StringComparer.Ordinal);

    private static string Plain(XElement text)
    {
        var words = string.Concat(
            text.Nodes()
                .Select(node =>
                    node switch
                    {
                        XText plain => plain.Value,
                        XElement { Name.LocalName: "see" } see => ((string?)see.Attribute("cref"))?.Split('.')[^1] ?? see.Value,
                        XElement { Name.LocalName: "paramref" } reference => (string?)reference.Attribute("name"),
                        XElement other => other.Value,
                        _ => "",
                    }
                )
        );
        return Flat(words);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
