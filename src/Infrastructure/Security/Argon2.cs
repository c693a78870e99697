using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Infrastructure.Security;

/// <summary>
/// Passwords and PINs by Argon2id. Hashes are PHC strings, so that the parameters travel with them and can be raised later; they
/// do not tell which engine made them, and each verifies what the other made.
/// </summary>
public static class Argon2
{
    /// <summary>"isopoh" goes without libargon2 although it is there; anything else takes it where it is.</summary>
    public const string EngineVariable = "POSCOMMERCE_ARGON2";

    // OWASP's password storage recommendation: 19 MiB, two passes, one lane; about 40 ms of one core by libargon2.
    private const int MemoryKiB = 19_456;
    private const int Passes = 2;
    private const int Lanes = 1;
    private const int SaltLength = 16;
    private const int HashLength = 32;

    private static readonly string Prefix = PhcString.Prefix(MemoryKiB, Passes, Lanes);

    /// <summary>Who hashes in this process.</summary>
    public static Argon2Engine Engine { get; } = Choose(Environment.GetEnvironmentVariable(EngineVariable), Argon2Engine.Native);

    /// <summary>A PHC string of the password under a fresh salt.</summary>
    public static string Hash(string password) => Hash(password, Engine);

    public static string Hash(string password, Argon2Engine engine)
    {
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        return WithSecret(
            password,
            secret =>
                new PhcString(MemoryKiB, Passes, Lanes, salt, engine.Compute(secret, salt, MemoryKiB, Passes, Lanes, HashLength)).ToString()
        );
    }

    /// <summary>Does the password belong to this PHC string? Compared in constant time; none belongs to what is no such string.</summary>
    public static bool Verify(string password, string phc) => Verify(password, phc, Engine);

    public static bool Verify(string password, string phc, Argon2Engine engine) =>
        PhcString.TryParse(phc) is { } stored
        && WithSecret(
            password,
            secret =>
                CryptographicOperations.FixedTimeEquals(
                    stored.Hash,
                    engine.Compute(secret, stored.Salt, stored.MemoryKiB, stored.Passes, stored.Lanes, stored.Hash.Length)
                )
        );

    /// <summary>Was it made with other parameters than the present ones? Then it is hashed anew when its owner signs in.</summary>
    public static bool IsOutdated(string phc) => !phc.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>One sentence for the start log.</summary>
    public static string Describe() =>
        Engine == Argon2Engine.Native
            ? $"Passwords are hashed by {Engine.Name}."
            : $"Passwords are hashed by {Engine.Name}, at some four times the cost of libargon2, "
                + (
                    Argon2Engine.Native is null
                        ? "which is not on this machine (Debian and Ubuntu: apt-get install libargon2-1; Alpine: apk add argon2-libs)."
                        : $"because {EngineVariable} says so."
                );

    internal static Argon2Engine Choose(string? wanted, Argon2Engine? native) =>
        native is null || string.Equals(wanted, Argon2Engine.Managed.Name, StringComparison.OrdinalIgnoreCase)
            ? Argon2Engine.Managed
            : native;

    private static T WithSecret<T>(string password, Func<byte[], T> use)
    {
        var secret = Encoding.UTF8.GetBytes(password);
        try
        {
            return use(secret);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
