using NUnit.Framework;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Domain.Tests.Identity;

public sealed class PasswordRulesTests
{
    private static readonly string[] Personal = ["anna.schmidt@corner.example", "Anna Schmidt", "corner", "Corner Shop"];

    [TestCase("nine green bottles hanging")]
    [TestCase("seven tall ships sailing")]
    [TestCase("kT8#pLw29qZx")]
    [TestCase("žluťoučký kůň úpěl")]
    [TestCase("日本語のとても長い合言葉です")]
    [TestCase("my dog ate anna's homework")]
    public void What_is_long_and_not_guessed_first_is_taken_whatever_it_is_made_of(string password) => Assert.That(PasswordRules.Problem(password, Personal), Is.Null);

    [TestCase("")]
    [TestCase("short")]
    [TestCase("elevenchars")]
    [TestCase("😀😀😀😀😀😀")]
    public void What_is_short_is_not(string password) => Assert.That(PasswordRules.Problem(password, Personal), Does.StartWith("Must be at least 12"));

    [TestCase("passwordpassword")]
    [TestCase("Password2026!")]
    [TestCase("P@ssw0rd1234")]
    [TestCase("qwertyuiop123")]
    [TestCase("Administrator1")]
    [TestCase("iloveyou iloveyou")]
    [TestCase("Correct Horse Battery Staple")]
    public void What_everybody_tries_is_not(string password) => Assert.That(PasswordRules.Problem(password, Personal), Does.Contain("guessed first"));

    [TestCase("aaaaaaaaaaaaa")]
    [TestCase("abcabcabcabc")]
    [TestCase("1234567890123")]
    [TestCase("abcdefghijklmnop")]
    [TestCase("-------------")]
    public void What_repeats_itself_is_not(string password) => Assert.That(PasswordRules.Problem(password, Personal), Does.Contain("repetition"));

    [TestCase("annaschmidt12")]
    [TestCase("Corner Shop 1")]
    [TestCase("anna.schmidt1")]
    public void What_everybody_knows_of_its_owner_is_not(string password) => Assert.That(PasswordRules.Problem(password, Personal), Does.Contain("your own name"));

    [Test]
    public void What_is_longer_than_any_pass_phrase_is_not() => Assert.That(PasswordRules.Problem(string.Concat(Enumerable.Range(0, 90).Select(n => $"{n} x")), []), Does.Contain("at most"));
}
