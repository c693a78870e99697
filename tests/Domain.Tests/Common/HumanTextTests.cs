using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NUnit.Framework;
using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Tests.Common;

public sealed class HumanTextTests
{
    [TestCase("Äpfel", "apfel")]
    [TestCase("CRÈME BRÛLÉE", "creme brulee")]
    [TestCase("Cre\u0300me", "creme")]
    [TestCase("Straße", "strasse")]
    [TestCase("STRASSE", "strasse")]
    [TestCase("ẞ", "ss")]
    [TestCase("Ærø Œuvre Þór", "aero oeuvre thor")]
    [TestCase("Łódź", "lodz")]
    [TestCase("İstanbul ısı", "istanbul isi")]
    [TestCase("Nguyễn Thị", "nguyen thi")]
    [TestCase("Ёлка", "елка")]
    [TestCase("йод", "йод")]
    [TestCase("Ὀδυσσεύς", "οδυσσευσ")]
    [TestCase("ＡＢＣ１２", "abc12")]
    [TestCase("ﬁne", "fine")]
    [TestCase("O\u2019Brien \u2013 \u201ctea\u201d", "o'brien - \"tea\"")]
    [TestCase("  two \u00a0 words ", "two words")]
    [TestCase("so\u00adft\u200b", "soft")]
    [TestCase("日本語", "日本語")]
    [TestCase("が", "が")]
    [TestCase("한국", "한국")]
    [TestCase("\u0301", "")]
    [TestCase("", "")]
    public void Text_is_folded(string text, string folded) => Assert.That(HumanText.Fold(text), Is.EqualTo(folded));

    [TestCase("Äpfel", "apple", "Zucker")]
    [TestCase("Apfel", "Äpfel", "Apfelmus", "apple", "Äste", "Zebra", "Zucker")]
    [TestCase("Resume", "resume", "Résumé", "résumé", "resumes")]
    [TestCase("ab", "Ab c", "abc")]
    [TestCase("1 Pfund", "10 Eier", "Eier")]
    [TestCase("Елена", "Ёлка", "Жук", "Иван", "Йод")]
    [TestCase("Muller", "Müller", "Mullet")]
    public void Names_are_in_the_order_of_people(params string[] names)
    {
        // A sort from every start comes to the same end.
        foreach (var shuffled in new[] { names.Reverse(), names.Order(StringComparer.Ordinal), names })
            Assert.That(shuffled.OrderBy(HumanText.OrderKey, StringComparer.Ordinal), Is.EqualTo(names));
    }

    [Test]
    public void What_is_folded_is_folded_once_and_for_all() =>
        Laws.Hold(
            Texts,
            text => HumanText.Fold(text) is var folded && HumanText.Fold(folded) == folded && HumanText.Fold($"  {text} ") == folded
        );

    [Test]
    public void A_text_is_found_by_any_part_of_it() =>
        Laws.Hold(
            Texts,
            text =>
                HumanText.Fold(text) is var folded
                && text.Split(' ').All(word => folded.Contains(HumanText.Fold(word), StringComparison.Ordinal))
        );

    [Test]
    public void Letters_decide_before_accents_and_capitals() =>
        Laws.Hold(
            Texts,
            text => text.Length == 0 || HumanText.OrderKey(text).StartsWith(Beginning(HumanText.Fold(text)), StringComparison.Ordinal)
        );

    [Test]
    public void A_key_fits_into_an_index_and_a_cursor() =>
        Assert.Multiple(() =>
        {
            foreach (var letter in new[] { "a", "Ä", "語", "한", "😀", "ﬃ" })
            {
                var key = HumanText.OrderKey(string.Concat(Enumerable.Repeat(letter, 200)));
                Assert.That(Encoding.UTF8.GetByteCount(key), Is.LessThan(600), letter);
                Assert.That(key.Length, Is.LessThanOrEqualTo(2 * 114), letter);
            }
        });

    private static readonly Gen<string> Signs = Gen.Elements(
        "a",
        "A",
        "é",
        "E\u0301",
        "ß",
        "Æ",
        "й",
        "Й",
        " ",
        "  ",
        "\u00a0",
        "-",
        "1",
        "語",
        "😀",
        "\U00010400",
        "ﬁ",
        "\u00ad",
        "Ω",
        "ς"
    );

    private static Arbitrary<string> Texts { get; } =
        (from count in Gen.Choose(0, 12) from signs in Signs.ArrayOf(count) select string.Concat(signs)).ToArbitrary();

    private static string Beginning(string text) => string.Concat(text.EnumerateRunes().Take(60));
}
