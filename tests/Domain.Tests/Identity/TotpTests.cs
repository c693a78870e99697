using System.Text;
using NUnit.Framework;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Domain.Tests.Identity;

public sealed class TotpTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("12345678901234567890");

    // RFC 6238, appendix B, SHA-1; the last six of its eight digits.
    [TestCase(59, "287082")]
    [TestCase(1_111_111_109, "081804")]
    [TestCase(1_111_111_111, "050471")]
    [TestCase(1_234_567_890, "005924")]
    [TestCase(2_000_000_000, "279037")]
    [TestCase(20_000_000_000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code) =>
        Assert.That(Totp.CodeAt(Secret, Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds))), Is.EqualTo(code));

    [Test]
    public void A_code_is_right_in_its_step_and_beside_it_and_once()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_000_000_010);
        var step = Totp.StepAt(now);

        Assert.Multiple(() =>
        {
            foreach (var beside in new[] { -1, 0, 1 })
                Assert.That(Totp.StepOf(Secret, Totp.CodeAt(Secret, step + beside), now, lastAccepted: 0), Is.EqualTo(step + beside));
            Assert.That(Totp.StepOf(Secret, Totp.CodeAt(Secret, step - 2), now, lastAccepted: 0), Is.Null);
            Assert.That(Totp.StepOf(Secret, Totp.CodeAt(Secret, step + 2), now, lastAccepted: 0), Is.Null);
            Assert.That(Totp.StepOf(Secret, Totp.CodeAt(Secret, step), now, lastAccepted: step), Is.Null);
            Assert.That(
                Totp.StepOf(Secret, $" {Totp.CodeAt(Secret, step)[..3]} {Totp.CodeAt(Secret, step)[3..]} ", now, lastAccepted: 0),
                Is.EqualTo(step)
            );
            Assert.That(Totp.StepOf(Secret, "", now, lastAccepted: 0), Is.Null);
        });
    }

    // RFC 4648, section 10, without the padding.
    [TestCase("", "")]
    [TestCase("f", "MY")]
    [TestCase("fo", "MZXQ")]
    [TestCase("foo", "MZXW6")]
    [TestCase("foob", "MZXW6YQ")]
    [TestCase("fooba", "MZXW6YTB")]
    [TestCase("foobar", "MZXW6YTBOI")]
    public void Base32_is_that_of_the_standard(string text, string encoded) =>
        Assert.That(Totp.ToBase32(Encoding.ASCII.GetBytes(text)), Is.EqualTo(encoded));

    [Test]
    public void The_address_for_a_QR_code_escapes_what_it_names() =>
        Assert.That(
            Totp.UriOf("foo"u8, "Käse & Co", "a@b.example"),
            Is.EqualTo("otpauth://totp/K%C3%A4se%20%26%20Co:a%40b.example?secret=MZXW6&issuer=K%C3%A4se%20%26%20Co&digits=6&period=30")
        );
}
