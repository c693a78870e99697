namespace PosCommerce.Notices;

/// <summary>
/// The licences that somebody has looked at, each with its text. A package under another one stops the build: whether the product
/// may be given to others with it is for a person to decide.
/// </summary>
internal static class Licences
{
    // Packages older than licence expressions name a page.
    private static readonly Dictionary<string, string> Pages = new(StringComparer.OrdinalIgnoreCase)
    {
        ["https://github.com/jbogard/MediatR/blob/master/LICENSE"] = "Apache-2.0",
    };

    // What a licence that comes as a file says of itself.
    private static readonly (string Mark, string Licence)[] Marks =
    [
        ("creativecommons.org/licenses/by/4.0", "CC-BY-4.0"),
        ("Apache License", "Apache-2.0"),
        ("Permission is hereby granted, free of charge", "MIT"),
        ("Redistribution and use in source and binary forms", "BSD-3-Clause"),
    ];

    /// <summary>Of alternatives the first that is known.</summary>
    internal static string OfExpression(string package, string expression) =>
        (Pages.TryGetValue(expression, out var known) ? known : expression)
            .Split(" OR ", StringSplitOptions.TrimEntries)
            .FirstOrDefault(IsKnown)
        ?? throw Unknown(package, expression.Length == 0 ? "no licence that it names" : expression);

    internal static string OfText(string package, string text) =>
        Marks.Where(mark => text.Contains(mark.Mark, StringComparison.OrdinalIgnoreCase)).Select(mark => mark.Licence).FirstOrDefault()
        ?? throw Unknown(package, "a text of its own");

    internal static string TextOf(string licence)
    {
        using var stream =
            typeof(Licences).Assembly.GetManifestResourceStream(licence)
            ?? throw new InvalidOperationException($"The text of {licence} is not embedded.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n").Trim('\n');
    }

    private static bool IsKnown(string licence) =>
        licence.Length > 0 && typeof(Licences).Assembly.GetManifestResourceInfo(licence) is not null;

    private static NoticesFailure Unknown(string package, string licence) =>
        new($"{package} is under {licence}. If the product may be given to others with it, add the text to tools/Notices/Licences.");
}
