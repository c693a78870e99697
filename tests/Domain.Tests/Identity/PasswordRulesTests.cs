using FsCheck;
using FsCheck.Fluent;
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
    [TestCase("🐶🍕🚗🌲🎸🧊🚀🦊🍋🎲🧩🪁")]
    [TestCase("!*-+?~#%&/()=a")]
    [TestCase("𝒜𠀀𐍈ab 𓀀𓁐𓃰 x𝄞")]
    public void What_is_long_and_not_guessed_first_is_taken_whatever_it_is_made_of(string password) =>
        Assert.That(PasswordRules.Problem(password, Personal), Is.Null);

    [TestCase("")]
    [TestCase("short")]
    [TestCase("elevenchars")]
    [TestCase("😀😀😀😀😀😀")]
    public void What_is_short_is_not(string password) =>
        Assert.That(PasswordRules.Problem(password, Personal), Does.StartWith("Must be at least 12"));

    [TestCase("passwordpassword")]
    [TestCase("Password2026!")]
    [TestCase("P@ssw0rd1234")]
    [TestCase("qwertyuiop123")]
    [TestCase("Administrator1")]
    [TestCase("iloveyou iloveyou")]
    [TestCase("Correct Horse Battery Staple")]
    [TestCase("ｐａｓｓｗｏｒｄ１２３４")]
    [TestCase("ＰａｓｓＷ０ｒｄ－２０２６")]
    public void What_everybody_tries_is_not(string password) =>
        Assert.That(PasswordRules.Problem(password, Personal), Does.Contain("guessed first"));

    [TestCase("aaaaaaaaaaaaa")]
    [TestCase("abcabcabcabc")]
    [TestCase("1234567890123")]
    [TestCase("abcdefghijklmnop")]
    [TestCase("-------------")]
    [TestCase("😀😀😀😀😀😀😀😀😀😀😀😀")]
    [TestCase("🐶🍕🐶🍕🐶🍕🐶🍕🐶🍕🐶🍕")]
    [TestCase("kT8#pLkT8#pL")]
    [TestCase("nv7-qx nv7-qx nv7-qx")]
    [TestCase("7890123456789")]
    [TestCase("3210987654321")]
    [TestCase("1 2 3 4 5 6 7 8 9")]
    [TestCase("зигзагзигзаг")]
    public void What_repeats_itself_is_not(string password) =>
        Assert.That(PasswordRules.Problem(password, Personal), Does.Contain("repetition"));

    [TestCase("annaschmidt12")]
    [TestCase("Corner Shop 1")]
    [TestCase("anna.schmidt1")]
    public void What_everybody_knows_of_its_owner_is_not(string password) =>
        Assert.That(PasswordRules.Problem(password, Personal), Does.Contain("your own name"));

    [Test]
    public void A_sign_counts_once_however_many_units_it_takes()
    {
        var signs = string.Concat(Enumerable.Range(0, PasswordRules.Longest).Select(n => char.ConvertFromUtf32(0x1F300 + (n * 7 % 251))));

        Assert.That((signs.Length, PasswordRules.Problem(signs, Personal)), Is.EqualTo((2 * PasswordRules.Longest, (string?)null)));
        Assert.That(PasswordRules.Problem(signs + "x", Personal), Does.Contain("at most"));
    }

    [Test]
    public void Any_text_is_judged() =>
        Laws.Hold(
            ArbMap.Default.ArbFor<string>(),
            text =>
                PasswordRules.Problem(text ?? "", [text ?? ""]) is not null
                || text!.EnumerateRunes().Count() is >= PasswordRules.Shortest and <= PasswordRules.Longest
        );

    [Test]
    public void What_is_no_password_is_none_for_its_namesake_either() =>
        Laws.Hold(
            ArbMap.Default.ArbFor<NonEmptyString>(),
            text => PasswordRules.Problem(text.Get, []) is null || PasswordRules.Problem(text.Get, [text.Get]) is not null
        );

    [Test]
    public void Broken_text_is_judged_too() =>
        Assert.That(() => PasswordRules.Problem("\ud800 nine green bottles \udfff", []), Throws.Nothing);

    [Test]
    public void What_is_longer_than_any_pass_phrase_is_not() =>
        Assert.That(PasswordRules.Problem(string.Concat(Enumerable.Range(0, 90).Select(n => $"{n} x")), []), Does.Contain("at most"));
}
