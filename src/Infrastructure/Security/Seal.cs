using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Security;

/// <summary>
/// HMAC-SHA-256, cut to 128 bits, under keys of its own that follow from those of the installation (HKDF, RFC 5869): the same on
/// every node, and after every restart.
/// </summary>
internal sealed class Seal(EncryptionKeys keys) : ISeal
{
    private const int TagLength = 16;

    private readonly Lazy<IReadOnlyList<byte[]>> derived = new(() =>
        [
            .. keys.All.Select(k =>
                HKDF.DeriveKey(HashAlgorithmName.SHA256, k.Key, EncryptionKeys.Length, info: "poscommerce seal"u8.ToArray())
            ),
        ]
    );

    public string Of(string text) => Of(text, derived.Value[0]);

    // Texts are compared, not bytes: the last character of base64 has bits to spare, and one seal has one spelling.
    public bool Fits(string text, string seal)
    {
        var given = Encoding.UTF8.GetBytes(seal);
        return derived.Value.Any(key => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Of(text, key)), given));
    }

    private static string Of(string text, byte[] key) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)).AsSpan(0, TagLength));
}
