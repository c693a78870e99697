using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;

namespace PosCommerce.Infrastructure.Security;

/// <summary>
/// The secrets of the installation. <c>Auth:EncryptionKeys</c> lists 32-byte keys in base64 (<c>Key</c> or <c>KeyFile</c>) with a
/// <c>KeyId</c>: the first is used, all are known, so a key is rotated by putting a new one in front and keeping the old one.
/// Development without a key makes one and keeps it among the local data.
/// </summary>
internal sealed class EncryptionKeys
{
    public const int Length = 32;
    private const int LongestId = 64;

    private readonly Lazy<IReadOnlyList<(byte[] Id, byte[] Key)>> keys;

    public EncryptionKeys(IConfiguration configuration, bool isDevelopment) => keys = new(() => Load(configuration, isDevelopment));

    public IReadOnlyList<(byte[] Id, byte[] Key)> All => keys.Value;

    private static List<(byte[] Id, byte[] Key)> Load(IConfiguration configuration, bool isDevelopment)
    {
        List<(byte[], byte[])> configured = [.. configuration.GetSection("Auth:EncryptionKeys").GetChildren().Select(Read)];
        if (configured.Count > 0)
            return configured;
        if (!isDevelopment)
            throw new InvalidOperationException(
                "No encryption key: set Auth__EncryptionKeys__0__KeyId and Auth__EncryptionKeys__0__KeyFile (32 random bytes in base64: openssl rand -base64 32)."
            );
        return
        [
            Checked(
                "development",
                LocalSecrets.ReadOrCreate(
                    configuration,
                    "development-encryption-key.txt",
                    () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length))
                )
            ),
        ];
    }

    private static (byte[] Id, byte[] Key) Read(IConfigurationSection section)
    {
        var id = section["KeyId"] ?? throw new InvalidOperationException($"{section.Path}:KeyId is missing.");
        var text =
            section["Key"]
            ?? (
                section["KeyFile"] is { } file
                    ? File.ReadAllText(file)
                    : throw new InvalidOperationException($"{section.Path}: give Key or KeyFile.")
            );
        return Checked(id, text);
    }

    private static (byte[] Id, byte[] Key) Checked(string id, string text)
    {
        var key = new byte[Length];
        if (!Convert.TryFromBase64String(text.Trim(), key, out var length) || length != Length)
            throw new InvalidOperationException($"Encryption key {id} is not 32 bytes in base64.");
        var name = Encoding.UTF8.GetBytes(id);
        return name.Length is > 0 and <= LongestId
            ? (name, key)
            : throw new InvalidOperationException("The id of an encryption key has 1 to 64 bytes.");
    }
}
