using System.Text.RegularExpressions;

namespace PosCommerce.Application.Common;

/// <summary>The short name of a merchant: a host label (RFC 1123).</summary>
public static partial class TenantName
{
    public const string Form = @"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\z";

    public static bool IsOne(string text) => Pattern().IsMatch(text);

    [GeneratedRegex(Form, RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
