namespace PosCommerce.Domain.Catalog;

/// <summary>Element strings as they are printed for people, <c>(01)09501101020917(10)LOT7</c>; some scanners send them so.</summary>
internal static class BracketedElements
{
    /// <summary>Null when the text does not begin so.</summary>
    public static ElementReading? Read(ReadOnlySpan<char> text)
    {
        if (BracketAt(text).IsEmpty)
            return null;
        var reading = new ElementReading();
        while (!text.IsEmpty)
        {
            var code = BracketAt(text);
            var behind = text[(code.Length + 2)..];
            var length = LengthOfValue(behind);
            var value = behind[..length].Trim().Trim(ElementString.Separator);
            text = behind[length..];
            if (ApplicationIdentifiers.Find(code) is not { } ai)
                reading.Skip(code);
            else if (!reading.Add(ai, value))
                return reading;
        }

        return reading;
    }

    // Brackets are signs that a lot may hold, so only those around an identifier that exists begin an element.
    private static int LengthOfValue(ReadOnlySpan<char> behind)
    {
        for (var i = 0; i < behind.Length; i++)
            if (behind[i] == '(' && BracketAt(behind[i..]) is { IsEmpty: false } code && ApplicationIdentifiers.Find(code) is not null)
                return i;
        return behind.Length;
    }

    private static ReadOnlySpan<char> BracketAt(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] != '(')
            return [];
        var end = text[..Math.Min(text.Length, 6)].IndexOf(')');
        return end >= 3 && CheckDigits.AreDigits(text[1..end]) ? text[1..end] : [];
    }
}
