namespace PosCommerce.Testing;

/// <summary>Reads what an authenticator app reads from an <c>otpauth://</c> URI (RFC 4648, without padding).</summary>
public static class Base32
{
    public static byte[] Read(string text)
    {
        List<byte> bytes = [];
        var (buffer, bits) = (0, 0);
        foreach (var c in text)
        {
            buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c, StringComparison.Ordinal);
            if ((bits += 5) >= 8)
                bytes.Add((byte)(buffer >> (bits -= 8)));
        }

        return [.. bytes];
    }
}
