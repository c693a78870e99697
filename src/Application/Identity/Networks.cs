using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PosCommerce.Application.Identity;

/// <summary>Addresses and networks, in the one spelling that PostgreSQL and .NET share.</summary>
internal static class Networks
{
    // ::ffff:0:0/96, in which IPv6 writes IPv4 (RFC 4291, section 2.5.5.2).
    private const int MappedPrefix = 96;

    /// <summary>Reads an address or a network; bits below its mask are dropped, and what is IPv4 is written as such.</summary>
    public static bool TryNormalise(string? text, out string network)
    {
        network = "";
        var parts = (text ?? "").Split('/');
        if (parts.Length > 2 || AddressOf(parts[0]) is not { } address)
            return false;
        var longest = address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128;
        var prefix = parts.Length == 1 ? longest : PrefixOf(parts[1], longest);
        // Callers come as IPv4 however they are connected: a mapped network would let nobody in.
        if (address.IsIPv4MappedToIPv6)
            (address, prefix) = (address.MapToIPv4(), prefix - MappedPrefix);
        if (prefix < 0)
            return false;
        // PostgreSQL would take a network with bits below its mask for a single address.
        network = parts.Length == 1 ? address.ToString() : IPNetwork.Parse($"{address}/{prefix}").ToString();
        return true;
    }

    public static string Normalise(string text) =>
        TryNormalise(text, out var network) ? network : throw new ArgumentException("Not a network.", nameof(text));

    // .NET reads what was never meant for an address: 1 is 0.0.0.1, 10.0.0 is 10.0.0.0, 010.0.0.1 is octal; and brackets,
    // ports and zones around IPv6.
    private static IPAddress? AddressOf(string text)
    {
        var quad = text[(text.LastIndexOf(':') + 1)..];
        if ((quad == text || quad.Contains('.', StringComparison.Ordinal)) && !IsDottedQuad(quad))
            return null;
        return text.All(c => char.IsAsciiHexDigit(c) || c is ':' or '.') && IPAddress.TryParse(text, out var address) ? address : null;
    }

    private static bool IsDottedQuad(string text) =>
        IPAddress.TryParse(text, out var address) && address.AddressFamily is AddressFamily.InterNetwork && address.ToString() == text;

    private static int PrefixOf(string text, int longest) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var prefix)
        && prefix <= longest
        && prefix.ToString(CultureInfo.InvariantCulture) == text
            ? prefix
            : -1;
}
