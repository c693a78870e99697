using Ganss.Xss;

namespace PosCommerce.Application.Catalog;

/// <summary>Descriptions as web shops show them: text, its structure and links; no scripts, no styles, nothing that is loaded.</summary>
internal static class Descriptions
{
    // Longer than anything that is taken: it is refused for that, and not looked at.
    private const int Longest = 20_000;

    private static readonly string[] Tags =
    [
        "a",
        "b",
        "blockquote",
        "br",
        "code",
        "dd",
        "div",
        "dl",
        "dt",
        "em",
        "h2",
        "h3",
        "h4",
        "hr",
        "i",
        "li",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
    ];

    // Good for many at once as long as nobody changes it.
    private static readonly HtmlSanitizer Limited = new(
        new HtmlSanitizerOptions
        {
            AllowedTags = new HashSet<string>(Tags, StringComparer.OrdinalIgnoreCase),
            AllowedAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
            UriAttributes = new HashSet<string>(["href"], StringComparer.OrdinalIgnoreCase),
            AllowedSchemes = new HashSet<string>(["https", "http", "mailto"], StringComparer.OrdinalIgnoreCase),
        }
    );

    /// <summary>What is left of it when it is safe; null when nothing is.</summary>
    public static string? Sanitised(string? html) =>
        html is null || Limited.Sanitize(html).Trim() is not { Length: > 0 } left ? null : left;

    /// <summary>What people read of it.</summary>
    public static string TextOf(string html) => html.Length > Longest ? "" : Limited.SanitizeDom(html).Body?.TextContent ?? "";
}
