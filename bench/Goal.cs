using System.Globalization;

namespace PosCommerce.Bench;

/// <summary>One goal, what was measured, and whether that meets it; null when it could not be measured.</summary>
internal sealed record Goal(string What, string Bar, string Measured, bool? IsMet)
{
    public string Verdict =>
        IsMet switch
        {
            true => "met",
            false => "not met",
            null => "not measured",
        };

    public static Goal AtLeast(string what, double bar, (double Median, double Least, double Most) ratio, int rounds) =>
        new(
            what,
            Text($">= {bar:0.00}x"),
            rounds == 1 ? Text($"{ratio.Median:0.00}x") : Text($"{ratio.Median:0.00}x ({ratio.Least:0.00} to {ratio.Most:0.00})"),
            ratio.Median >= bar
        );

    public static Goal AtMost(string what, double bar, double? value, string unit) =>
        new(
            what,
            Text($"<= {bar:0.##} {unit}"),
            value is { } known ? Text($"{known:0.##} {unit}") : "unknown here",
            value is { } measured ? measured <= bar : null
        );

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
