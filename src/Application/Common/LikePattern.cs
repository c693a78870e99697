namespace PosCommerce.Application.Common;

/// <summary>Text that a person typed, made safe to stand in a LIKE pattern.</summary>
public static class LikePattern
{
    public static string Escape(string text) =>
        text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("%", @"\%", StringComparison.Ordinal).Replace("_", @"\_", StringComparison.Ordinal);
}
