using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Configuration;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Infrastructure.Security;

/// <summary>
/// AES-256-GCM. <c>Auth:EncryptionKeys</c> lists 32-byte keys in base64 (<c>Key</c> or <c>KeyFile</c>) with a <c>KeyId</c>:
/// the first seals, all open, so a key is rotated by putting a new one in front and keeping the old one. Development without
/// a key makes one and keeps it among the local data.
/// </summary>
internal sealed class SecretBox : ISecretBox
{
    private const int KeyLength = 32;
    private const int LongestKeyId = 64;
    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    private readonly Lazy<IReadOnlyList<(byte[] Id, byte[] Key)>> keys;

    public SecretBox(IConfiguration configuration, bool isDevelopment) => keys = new(() => Load(configuration, isDevelopment));

    // One byte for the length of the key's id, the id, nonce, tag, ciphertext; the id is authenticated with the rest.
    public byte[] Seal(ReadOnlySpan<byte> secret)
    {
        var (id, key) = keys.Value[0];
        var nonceAt = 1 + id.Length;
        var box = new byte[nonceAt + NonceLength + TagLength + secret.Length];
        box[0] = (byte)id.Length;
        id.CopyTo(box, 1);
        RandomNumberGenerator.Fill(box.AsSpan(nonceAt, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(box.AsSpan(nonceAt, NonceLength), secret, box.AsSpan(nonceAt + NonceLength + TagLength), box.AsSpan(nonceAt + NonceLength, TagLength), box.AsSpan(0, nonceAt));
        return box;
    }

    public byte[] Open(ReadOnlySpan<byte> sealedSecret)
    {
        var nonceAt = 1 + sealedSecret[0];
        var id = sealedSecret[1..nonceAt].ToArray();
        var (_, key) = keys.Value.FirstOrDefault(k => k.Id.AsSpan().SequenceEqual(id));
        if (key is null)
            throw new InvalidOperationException($"The encryption key {Encoding.UTF8.GetString(id)} is no longer configured: put it back behind the others of Auth:EncryptionKeys.");
        var secret = new byte[sealedSecret.Length - nonceAt - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(sealedSecret.Slice(nonceAt, NonceLength), sealedSecret[(nonceAt + NonceLength + TagLength)..], sealedSecret.Slice(nonceAt + NonceLength, TagLength), secret, sealedSecret[..nonceAt]);
        return secret;
    }

    private static List<(byte[] Id, byte[] Key)> Load(IConfiguration configuration, bool isDevelopment)
    {
        List<(byte[], byte[])> configured = [.. configuration.GetSection("Auth:EncryptionKeys").GetChildren().Select(Read)];
        if (configured.Count > 0)
            return configured;
        if (!isDevelopment)
            throw new InvalidOperationException("No encryption key: set Auth__EncryptionKeys__0__KeyId and Auth__EncryptionKeys__0__KeyFile (32 random bytes in base64: openssl rand -base64 32).");
        return [Checked("development", LocalSecrets.ReadOrCreate(configuration, "development-encryption-key.txt", () => Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyLength))))];
    }

    private static (byte[] Id, byte[] Key) Read(IConfigurationSection section)
    {
        var id = section["KeyId"] ?? throw new InvalidOperationException($"{section.Path}:KeyId is missing.");
        var text = section["Key"] ?? (section["KeyFile"] is { } file ? File.ReadAllText(file) : throw new InvalidOperationException($"{section.Path}: give Key or KeyFile."));
        return Checked(id, text);
    }

    private static (byte[] Id, byte[] Key) Checked(string id, string text)
    {
        var key = new byte[KeyLength];
        if (!Convert.TryFromBase64String(text.Trim(), key, out var length) || length != KeyLength)
            throw new InvalidOperationException($"Encryption key {id} is not 32 bytes in base64.");
        var name = Encoding.UTF8.GetBytes(id);
        return name.Length is > 0 and <= LongestKeyId ? (name, key) : throw new InvalidOperationException("The id of an encryption key has 1 to 64 bytes.");
    }
}
