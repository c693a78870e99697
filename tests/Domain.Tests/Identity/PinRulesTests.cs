using NUnit.Framework;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Domain.Tests.Identity;

public sealed class PinRulesTests
{
    [TestCase("4711")]
    [TestCase("82641")]
    [TestCase("90417263")]
    public void What_is_not_obvious_is_taken(string pin) => Assert.That(PinRules.Problem(pin), Is.Null);

    [TestCase("123")]
    [TestCase("123456789")]
    [TestCase("12a4")]
    [TestCase("१२३४")]
    [TestCase("0000")]
    [TestCase("1212")]
    [TestCase("1122")]
    [TestCase("1234")]
    [TestCase("8901")]
    [TestCase("9876")]
    [TestCase("123123")]
    [TestCase("1984")]
    [TestCase("2026")]
    public void What_everybody_tries_is_not(string pin) => Assert.That(PinRules.Problem(pin), Is.Not.Null);
}
