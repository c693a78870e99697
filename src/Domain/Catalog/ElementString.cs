namespace PosCommerce.Domain.Catalog;

/// <summary>
/// Element strings: what GS1-128, DataBar, GS1 DataMatrix and GS1 QR hold. An identifier follows upon another; a separator (FNC1, sent
/// as GS) ends what has no predefined length.
/// </summary>
internal static class ElementString
{
    public const char Separator = '\u001d';

    public static ElementReading Read(ReadOnlySpan<char> text)
    {
        var reading = new ElementReading();
        var whole = text.Length;
        while (!text.IsEmpty)
        {
            // One too many does no harm: some printers put one behind everything.
            if (text[0] == Separator)
            {
                text = text[1..];
                continue;
            }

            var code = ApplicationIdentifiers.CodeAt(text);
            if (code.IsEmpty)
            {
                reading.Fail(
                    new CodeProblem(
                        CodeFault.UnknownIdentifier,
                        $"An application identifier of 2 to 4 digits must stand at sign {whole - text.Length + 1}, and none does."
                    )
                );
                return reading;
            }

            var behind = text[code.Length..];
            var separator = behind.IndexOf(Separator);
            var length = separator < 0 ? behind.Length : separator;
            if (ApplicationIdentifiers.PredefinedLength(code) is { } predefined)
                length = Math.Min(length, predefined);
            text = behind[length..];
            if (ApplicationIdentifiers.Find(code) is not { } ai)
                reading.Skip(code);
            else if (!reading.Add(ai, behind[..length]))
                return reading;
        }

        return reading;
    }
}
