using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>Text that a person typed, made safe to stand in a LIKE pattern.</summary>
public static class LikePattern
{
    /// <summary>
    /// What a key column of <see cref="HumanText"/> is searched by: the text anywhere in it, without regard to capitals, accents and blanks
    /// around it.
    /// </summary>
    public static string? Within(string? search) => search is null ? null : $"%{Escape(HumanText.Fold(search))}%";

    public static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
