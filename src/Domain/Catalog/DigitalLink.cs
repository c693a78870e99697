namespace PosCommerce.Domain.Catalog;

/// <summary>
/// GS1 Digital Link addresses (URI syntax 1.6): <c>https://any.domain/any/path/01/{GTIN}/10/{lot}?17={expiry}</c>. The domain says
/// nothing, so it is not looked at. Words in place of identifiers (<c>/gtin/</c>) were taken out of the standard.
/// </summary>
internal static class DigitalLink
{
    public static bool IsAddress(ReadOnlySpan<char> text) =>
        text.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || text.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>The elements of an address, the GTIN as 14 digits; null when it names no GTIN.</summary>
    public static ElementReading? Read(string text)
    {
        var address = text[(text.IndexOf("//", StringComparison.Ordinal) + 2)..];
        address = address.Split('#', 2)[0];
        var halves = address.Split('?', 2);
        var path = halves[0].Split('/').Skip(1).ToArray();
        if (KeyIn(path) is not { } key)
            return null;

        var reading = new ElementReading();
        if (Gtin.NumberProblem(path[key + 1], "01") is { } problem)
        {
            reading.Fail(problem);
            return reading;
        }

        reading.Add(ApplicationIdentifiers.Find("01")!, Gtin.Padded(path[key + 1]));
        // Qualifiers follow in pairs; their order (22, 10, 21) means nothing to a till.
        for (var i = key + 2; i < path.Length && path[i].Length > 0; i += 2)
            if (!Take(reading, path[i], i + 1 < path.Length ? path[i + 1] : ""))
                return reading;
        foreach (var pair in halves.Length < 2 ? [] : halves[1].Split('&', ';'))
            if (pair.Split('=', 2) is [var code, var value] && code != "01" && !Take(reading, code, value))
                return reading;
        return reading;
    }

    // What is no identifier is somebody else's key: a campaign, a language.
    private static bool Take(ElementReading reading, string code, string value)
    {
        if (ApplicationIdentifiers.Find(code) is not { } ai)
            return true;
        return Unescaped(value) is { } plain
            ? reading.Add(ai, plain)
            : reading.Fail(
                new CodeProblem(CodeFault.Content, $"({code}) {ai.Name} is escaped wrongly: two hexadecimal digits follow %.", code)
            );
    }

    /// <summary>Where in the path the key stands. A path of its own in front may hold 01, too, so one before a GTIN counts first.</summary>
    private static int? KeyIn(string[] path)
    {
        int? likely = null;
        for (var i = 0; i + 1 < path.Length; i++)
        {
            if (path[i] != "01" || !CheckDigits.AreDigits(path[i + 1]))
                continue;
            if (Gtin.IsLength(path[i + 1].Length))
                return i;
            likely ??= i;
        }

        return likely;
    }

    // Each escaped byte as one sign: what is beyond ASCII is none that an element may hold, whatever it was.
    private static string? Unescaped(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
            return text;
        var plain = new System.Text.StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                plain.Append(text[i]);
                continue;
            }

            if (i + 2 >= text.Length || !char.IsAsciiHexDigit(text[i + 1]) || !char.IsAsciiHexDigit(text[i + 2]))
                return null;
            plain.Append((char)Convert.ToInt32(text.Substring(i + 1, 2), 16));
            i += 2;
        }

        return plain.ToString();
    }
}
