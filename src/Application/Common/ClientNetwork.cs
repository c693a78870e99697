using System.Net;
using System.Net.Sockets;

namespace PosCommerce.Application.Common;

/// <summary>By what guesses of one client are counted.</summary>
public static class ClientNetwork
{
    // What a household or a rented machine gets at least, each to choose from at will (RFC 6177, RIPE-690).
    private const int Ipv6Prefix = 64;

    /// <summary>An IPv4 address itself, the /64 of an IPv6 address; null when the address is not known.</summary>
    public static string? Of(string? address)
    {
        if (address is null || !IPAddress.TryParse(address, out var ip) || ip.AddressFamily is not AddressFamily.InterNetworkV6)
            return address;
        var bytes = ip.GetAddressBytes();
        bytes.AsSpan(Ipv6Prefix / 8).Clear();
        return $"{new IPAddress(bytes)}/{Ipv6Prefix}";
    }
}
