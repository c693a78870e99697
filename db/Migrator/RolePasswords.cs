using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Migrator;

/// <summary>Passwords of the four logins; one that is missing is left as it is in the database.</summary>
public sealed record RolePasswords(string? Migrator, string? App, string? Dispatcher, string? Backup)
{
    private const int ScramIterations = 4096;
    private const int ScramSaltLength = 16;

    public static RolePasswords FromEnvironment() =>
        new(
            Read("POSCOMMERCE_MIGRATOR_PASSWORD"),
            Read("POSCOMMERCE_APP_PASSWORD"),
            Read("POSCOMMERCE_DISPATCHER_PASSWORD"),
            Read("POSCOMMERCE_BACKUP_PASSWORD")
        );

    public static RolePasswords Generate() => new(Random(), Random(), Random(), Random());

    internal string? Of(string role) =>
        role switch
        {
            Roles.Migrator => Migrator,
            Roles.App => App,
            Roles.Dispatcher => Dispatcher,
            Roles.Backup => Backup,
            _ => null,
        };

    // A record prints its members; these must not be printed.
    public override string ToString() => nameof(RolePasswords);

    /// <summary>
    /// The verifier that the server would store (RFC 5803), made here: the clear text then never reaches the server's
    /// statement log.
    /// </summary>
    internal static string ScramVerifier(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(ScramSaltLength);
        var secret = Encoding.UTF8.GetBytes(password.Normalize(NormalizationForm.FormKC));
        var salted = Rfc2898DeriveBytes.Pbkdf2(secret, salt, ScramIterations, HashAlgorithmName.SHA256, 32);
        var storedKey = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var serverKey = HMACSHA256.HashData(salted, "Server Key"u8);
        return FormattableString.Invariant(
            $"SCRAM-SHA-256${ScramIterations}:{Convert.ToBase64String(salt)}${Convert.ToBase64String(storedKey)}:{Convert.ToBase64String(serverKey)}"
        );
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
}
