using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Infrastructure.Security;

/// <summary>
/// Argon2id (RFC 9106) by the reference implementation, libargon2. Hashes are PHC strings, so that the parameters travel
/// with them and can be raised later.
/// </summary>
public static partial class Argon2
{
    // OWASP's password storage recommendation: 19 MiB, two passes, one lane; about 40 ms of one core.
    private const uint MemoryKiB = 19_456;
    private const uint Passes = 2;
    private const uint Lanes = 1;
    private const int SaltLength = 16;
    private const int HashLength = 32;
    private const int EncodedCapacity = 128;
    private const int Ok = 0;
    private const int VerifyMismatch = -35;

    private static readonly string Prefix = string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={MemoryKiB},t={Passes},p={Lanes}$");

    /// <summary>A PHC string of the password under a fresh salt.</summary>
    public static string Hash(string password)
    {
        var secret = Encoding.UTF8.GetBytes(password);
        var salt = RandomNumberGenerator.GetBytes(SaltLength);
        var encoded = new byte[EncodedCapacity];
        try
        {
            var code = Guarded(() => HashEncoded(Passes, MemoryKiB, Lanes, secret, (nuint)secret.Length, salt, SaltLength, HashLength, encoded, EncodedCapacity));
            if (code != Ok)
                throw new CryptographicException($"libargon2 could not hash (code {code}).");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }

        return Encoding.ASCII.GetString(encoded.AsSpan(0, Array.IndexOf(encoded, (byte)0)));
    }

    /// <summary>Does the password belong to this PHC string? Compared in constant time.</summary>
    public static bool Verify(string password, string phc)
    {
        var secret = Encoding.UTF8.GetBytes(password);
        try
        {
            var code = Guarded(() => VerifyEncoded(phc, secret, (nuint)secret.Length));
            return code switch
            {
                Ok => true,
                VerifyMismatch => false,
                _ => throw new CryptographicException($"libargon2 could not verify (code {code})."),
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Was it made with other parameters than the present ones? Then it is hashed anew when its owner signs in.</summary>
    public static bool IsOutdated(string phc) => !phc.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>Fails now, with what to do, rather than at the first sign-in.</summary>
    public static void EnsureAvailable() => _ = Guarded(() => { _ = ErrorMessage(Ok); return Ok; });

    private static int Guarded(Func<int> call)
    {
        try
        {
            return call();
        }
        catch (DllNotFoundException e)
        {
            throw new InvalidOperationException("libargon2 is missing: install it (Debian and Ubuntu: apt-get install libargon2-1; Alpine: apk add argon2-libs).", e);
        }
    }

    [LibraryImport("libargon2.so.1", EntryPoint = "argon2id_hash_encoded")]
    private static partial int HashEncoded(uint passes, uint memory, uint lanes, byte[] password, nuint passwordLength, byte[] salt, nuint saltLength, nuint hashLength, byte[] encoded, nuint encodedLength);

    [LibraryImport("libargon2.so.1", EntryPoint = "argon2id_verify", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int VerifyEncoded(string encoded, byte[] password, nuint passwordLength);

    [LibraryImport("libargon2.so.1", EntryPoint = "argon2_error_message")]
    private static partial nint ErrorMessage(int code);
}
