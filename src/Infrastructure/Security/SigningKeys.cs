using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace PosCommerce.Infrastructure.Security;

/// <summary>
/// The ES256 keys of access tokens. <c>Auth:SigningKeys</c> lists them as PEM (<c>Pem</c> or <c>PemFile</c>) with a
/// <c>KeyId</c>: the first signs, all are accepted, so a key is rotated by putting a new one in front. Development without
/// a key makes one and keeps it among the local data.
/// </summary>
public sealed class SigningKeys
{
    private readonly Lazy<IReadOnlyList<ECDsaSecurityKey>> keys;

    public SigningKeys(IConfiguration configuration, bool isDevelopment) => keys = new(() => Load(configuration, isDevelopment));

    public IReadOnlyList<SecurityKey> ValidationKeys => keys.Value;

    internal ECDsaSecurityKey SigningKey => keys.Value[0];

    private static List<ECDsaSecurityKey> Load(IConfiguration configuration, bool isDevelopment)
    {
        List<ECDsaSecurityKey> configured = [.. configuration.GetSection("Auth:SigningKeys").GetChildren().Select(Read)];
        if (configured.Count > 0)
            return configured;
        if (!isDevelopment)
            throw new InvalidOperationException(
                "No signing key: set Auth__SigningKeys__0__KeyId and Auth__SigningKeys__0__PemFile (an EC P-256 private key: openssl ecparam -name prime256v1 -genkey -noout)."
            );
        return [FromPem("development", LocalSecrets.ReadOrCreate(configuration, "development-signing-key.pem", NewPem))];
    }

    private static ECDsaSecurityKey Read(IConfigurationSection section)
    {
        var id = section["KeyId"] ?? throw new InvalidOperationException($"{section.Path}:KeyId is missing.");
        var pem =
            section["Pem"]
            ?? (
                section["PemFile"] is { } file
                    ? File.ReadAllText(file)
                    : throw new InvalidOperationException($"{section.Path}: give Pem or PemFile.")
            );
        return FromPem(id, pem);
    }

    private static ECDsaSecurityKey FromPem(string id, string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        if (key.KeySize != 256)
            throw new InvalidOperationException($"Signing key {id} is not on curve P-256.");
        return new ECDsaSecurityKey(key) { KeyId = id };
    }

    private static string NewPem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
