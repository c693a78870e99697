using NUnit.Framework;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Tests.Common;

public sealed class ClientNetworkTests
{
    [TestCase("203.0.113.9", "203.0.113.9")]
    [TestCase("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [TestCase("2001:db8:1:2::", "2001:db8:1:2::/64")]
    [TestCase("::1", "::/64")]
    [TestCase(null, null)]
    public void Guesses_are_counted_by_what_one_client_has(string? address, string? network) =>
        Assert.That(ClientNetwork.Of(address), Is.EqualTo(network));
}
