namespace PosCommerce.Domain.Identity;

/// <summary>Which PINs may be set: 4 to 8 digits, and none of those that everybody tries first.</summary>
public static class PinRules
{
    public const int Shortest = 4;
    public const int Longest = 8;

    /// <summary>What a PIN looks like.</summary>
    public const string Form = @"^[0-9]{4,8}\z";

    /// <summary>What is wrong with a PIN; null when nothing is.</summary>
    public static string? Problem(string pin)
    {
        ArgumentNullException.ThrowIfNull(pin);
        if (pin.Length is < Shortest or > Longest || !pin.All(char.IsAsciiDigit))
            return $"Must be {Shortest} to {Longest} digits.";
        if (pin.Distinct().Count() <= 2)
            return "Too few different digits: it would be guessed.";
        if (IsRun(pin, 1) || IsRun(pin, -1) || IsRepeated(pin))
            return "A sequence or a repetition would be guessed.";
        return pin.Length == Shortest && pin[..2] is "19" or "20" ? "A year would be guessed." : null;
    }

    // 2345, 9876, and round the corner: 8901.
    private static bool IsRun(string pin, int step) =>
        pin.Zip(pin.Skip(1)).All(pair => (pair.First - '0' + step + 10) % 10 == pair.Second - '0');

    // 123123.
    private static bool IsRepeated(string pin) =>
        Enumerable
            .Range(1, pin.Length / 2)
            .Any(length => pin.Length % length == 0 && pin == string.Concat(Enumerable.Repeat(pin[..length], pin.Length / length)));
}
