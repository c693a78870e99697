using System.Security.Cryptography;
using System.Text;
using PosCommerce.Application.Identity.Ports;

namespace PosCommerce.Infrastructure.Security;

/// <summary>
/// AES-256-GCM under the keys of the installation (<see cref="EncryptionKeys"/>): the first seals, all open.
/// </summary>
internal sealed class SecretBox(EncryptionKeys keys) : ISecretBox
{
    private static readonly int NonceLength = AesGcm.NonceByteSizes.MaxSize;
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    // One byte for the length of the key's id, the id, nonce, tag, ciphertext; the id is authenticated with the rest.
    public byte[] Seal(ReadOnlySpan<byte> secret)
    {
        var (id, key) = keys.All[0];
        var nonceAt = 1 + id.Length;
        var box = new byte[nonceAt + NonceLength + TagLength + secret.Length];
        box[0] = (byte)id.Length;
        id.CopyTo(box, 1);
        RandomNumberGenerator.Fill(box.AsSpan(nonceAt, NonceLength));
        using var aes = new AesGcm(key, TagLength);
        aes.Encrypt(
            box.AsSpan(nonceAt, NonceLength),
            secret,
            box.AsSpan(nonceAt + NonceLength + TagLength),
            box.AsSpan(nonceAt + NonceLength, TagLength),
            box.AsSpan(0, nonceAt)
        );
        return box;
    }

    public byte[] Open(ReadOnlySpan<byte> sealedSecret)
    {
        var nonceAt = 1 + sealedSecret[0];
        var id = sealedSecret[1..nonceAt].ToArray();
        var (_, key) = keys.All.FirstOrDefault(k => k.Id.AsSpan().SequenceEqual(id));
        if (key is null)
            throw new InvalidOperationException(
                $"The encryption key {Encoding.UTF8.GetString(id)} is no longer configured: put it back behind the others of Auth:EncryptionKeys."
            );
        var secret = new byte[sealedSecret.Length - nonceAt - NonceLength - TagLength];
        using var aes = new AesGcm(key, TagLength);
        aes.Decrypt(
            sealedSecret.Slice(nonceAt, NonceLength),
            sealedSecret[(nonceAt + NonceLength + TagLength)..],
            sealedSecret.Slice(nonceAt + NonceLength, TagLength),
            secret,
            sealedSecret[..nonceAt]
        );
        return secret;
    }
}
