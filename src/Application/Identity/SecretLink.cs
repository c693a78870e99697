using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Application.Identity;

/// <summary>
/// <c>slug.secret</c>: the tenant travels with a refresh token or a link, so using it needs no header. Only a hash is stored;
/// 256 random bits need no slow hash.
/// </summary>
internal static class SecretLink
{
    /// <summary>What such a text looks like.</summary>
    public const string Form = @"^[a-z0-9-]+\.[A-Za-z0-9_-]+\z";
    public const int MaximumLength = 200;

    public static string New(string tenantSlug) => $"{tenantSlug}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    public static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));

    /// <summary>The tenant that the text names; null for one that names none.</summary>
    public static string? TenantSlugOf(string text) => text.Split('.', 2) is [var slug, _] ? slug : null;
}
