using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Domain.Identity;

/// <summary>Time-based one-time passwords as authenticator apps make them (RFC 6238: SHA-1, 30 seconds, six digits).</summary>
public static class Totp
{
    /// <summary>160 bits, as RFC 4226 (section 4) recommends.</summary>
    public const int SecretLength = 20;
    private const int StepSeconds = 30;
    private const int Digits = 6;
    private const int Modulus = 1_000_000;
    private const string Base32Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>The code of a time step.</summary>
    public static string CodeAt(ReadOnlySpan<byte> secret, long step)
    {
        Span<byte> counter = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> mac = stackalloc byte[HMACSHA1.HashSizeInBytes];
#pragma warning disable CA5350 // What authenticator apps can; a MAC does not depend on collisions (RFC 6238, section 1.2).
        HMACSHA1.HashData(secret, counter, mac);
#pragma warning restore CA5350
        var offset = mac[^1] & 0x0F;
        var number = BinaryPrimitives.ReadInt32BigEndian(mac[offset..]) & int.MaxValue;
        return (number % Modulus).ToString($"D{Digits}", CultureInfo.InvariantCulture);
    }

    /// <summary>The time step at an instant.</summary>
    public static long StepAt(DateTimeOffset instant) => instant.ToUnixTimeSeconds() / StepSeconds;

    /// <summary>
    /// The step whose code this is: the present one, or one beside it, because clocks differ and people type. Null when it is
    /// none of them, or when a code of that step or a later one was accepted before.
    /// </summary>
    public static long? StepOf(ReadOnlySpan<byte> secret, string code, DateTimeOffset now, long lastAccepted)
    {
        ArgumentNullException.ThrowIfNull(code);
        var typed = Encoding.UTF8.GetBytes(code.Replace(" ", "", StringComparison.Ordinal));
        long? found = null;
        for (var step = StepAt(now) - 1; step <= StepAt(now) + 1; step++)
        {
            if (CryptographicOperations.FixedTimeEquals(typed, Encoding.UTF8.GetBytes(CodeAt(secret, step))) && step > lastAccepted)
                found ??= step;
        }

        return found;
    }

    /// <summary>The secret as people type it into an app (RFC 4648, section 6, without padding).</summary>
    public static string ToBase32(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var value in bytes)
        {
            buffer = (buffer << 8) | value;
            bits += 8;
            while (bits >= 5)
                text.Append(Base32Alphabet[(buffer >> (bits -= 5)) & 31]);
        }

        if (bits > 0)
            text.Append(Base32Alphabet[(buffer << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>What a QR code for an app holds (the Key Uri Format of Google Authenticator).</summary>
    public static string UriOf(ReadOnlySpan<byte> secret, string issuer, string account) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"otpauth://totp/{Uri.EscapeDataString(issuer)}:{Uri.EscapeDataString(account)}?secret={ToBase32(secret)}&issuer={Uri.EscapeDataString(issuer)}&digits={Digits}&period={StepSeconds}"
        );
}
