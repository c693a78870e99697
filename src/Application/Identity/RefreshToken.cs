using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Application.Identity;

/// <summary>
/// <c>slug.secret</c>: the tenant travels with the token, so refreshing needs no header. Only a hash of it is stored;
/// 256 random bits need no slow hash.
/// </summary>
internal static class RefreshToken
{
    public static string New(string tenantSlug) => $"{tenantSlug}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The tenant that the token names; null for a text that is no token.</summary>
    public static string? TenantSlugOf(string token) => token.Split('.', 2) is [var slug, _] ? slug : null;
}
