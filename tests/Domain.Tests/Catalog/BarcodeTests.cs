using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

public sealed class BarcodeTests
{
    private static readonly IReadOnlyList<CodePattern> Swedish = Codes.Preset("SE");

    [TestCase("4006381333931", BarcodeKind.Gtin, "04006381333931")]
    [TestCase(" 4006381333931 ", BarcodeKind.Gtin, "04006381333931")]
    [TestCase("012345000065", BarcodeKind.Gtin, "00012345000065")]
    [TestCase("0012345000065", BarcodeKind.Gtin, "00012345000065")]
    [TestCase("96385074", BarcodeKind.Gtin, "00000096385074")]
    [TestCase("01234565", BarcodeKind.Gtin, "00012345000065")]
    [TestCase("01234514", BarcodeKind.Gtin, "00012100003454")]
    [TestCase("12345656", BarcodeKind.Gtin, "00000012345656")]
    [TestCase("14006381333938", BarcodeKind.Gtin, "14006381333938")]
    [TestCase("(01)09501101020917(10)A", BarcodeKind.Gtin, "09501101020917")]
    [TestCase("0109501101020917", BarcodeKind.Gtin, "09501101020917")]
    [TestCase("]d20109501101020917", BarcodeKind.Gtin, "09501101020917")]
    [TestCase("https://id.gs1.org/01/9501101020917", BarcodeKind.Gtin, "09501101020917")]
    [TestCase("2000000000015", BarcodeKind.InStore, "2000000000015")]
    [TestCase("212345678992", BarcodeKind.InStore, "0212345678992")]
    [TestCase("20123451", BarcodeKind.InStore, "20123451")]
    [TestCase("ABC-123", BarcodeKind.Other, "ABC-123")]
    [TestCase("123456", BarcodeKind.Other, "123456")]
    [TestCase("https://shop.example/p/7", BarcodeKind.Other, "https://shop.example/p/7")]
    public void A_code_without_a_kind_is_what_its_signs_say(string text, BarcodeKind kind, string value) =>
        Assert.That(Barcode.Enter(text, null, []), Is.EqualTo(new AcceptedBarcode(kind, value)));

    [TestCase("4006381333930", '1')]
    [TestCase("012345000066", '5')]
    [TestCase("96385070", '4')]
    [TestCase("14006381333931", '8')]
    [TestCase("2000000000010", '5')]
    public void A_wrong_check_digit_is_refused_with_the_one_expected(string text, char expected)
    {
        var problem = Refused(text, null);
        Assert.That((problem.Fault, problem.Expected), Is.EqualTo((CodeFault.CheckDigit, (char?)expected)));
    }

    [TestCase("4006381333930")]
    [TestCase("4006381333931")]
    [TestCase("12345678")]
    public void Digits_that_are_no_gtin_are_taken_as_what_they_are(string text) =>
        Assert.That(Barcode.Enter(text, BarcodeKind.Other, []), Is.EqualTo(new AcceptedBarcode(BarcodeKind.Other, text)));

    [Test]
    public void A_label_of_an_article_is_kept_as_the_articles_own_code()
    {
        var label = Codes.WithCheckDigit("231234560750");
        Assert.Multiple(() =>
        {
            foreach (var text in new[] { label, "2312345600000", Codes.WithCheckDigit("231234560000") })
            foreach (var kind in new BarcodeKind?[] { null, BarcodeKind.InStore })
                Assert.That(
                    Barcode.Enter(text, kind, Swedish),
                    Is.EqualTo(new AcceptedBarcode(BarcodeKind.InStore, "2312345600000")),
                    $"{text} {kind}"
                );
        });
    }

    [Test]
    public void A_label_whose_value_is_guarded_wrongly_is_refused() =>
        Assert.That(
            Refused(Codes.WithCheckDigit("201234500599"), null, Codes.Preset("GB")),
            Is.EqualTo(Refused(Codes.WithCheckDigit("201234500599"), BarcodeKind.InStore, Codes.Preset("GB")))
                .And.Property("Fault")
                .EqualTo(CodeFault.Verifier)
                .And.Property("Expected")
                .EqualTo('1')
        );

    [TestCase("2000000000015", BarcodeKind.Gtin, CodeFault.Restricted)]
    [TestCase("ABC-123", BarcodeKind.Gtin, CodeFault.Length)]
    [TestCase("123456789", BarcodeKind.Gtin, CodeFault.Length)]
    [TestCase("4006381333931", BarcodeKind.InStore, CodeFault.Restricted)]
    [TestCase("ABC-123", BarcodeKind.InStore, CodeFault.Restricted)]
    [TestCase("https://id.gs1.org/01/9501101020917", BarcodeKind.InStore, CodeFault.Restricted)]
    [TestCase("12012345678901", BarcodeKind.InStore, CodeFault.Restricted)]
    [TestCase("(01)09501101020917", BarcodeKind.Other, CodeFault.Content)]
    [TestCase("https://id.gs1.org/01/9501101020917", BarcodeKind.Other, CodeFault.Content)]
    [TestCase("]C0ABC", BarcodeKind.Other, CodeFault.Content)]
    [TestCase("(01)123", BarcodeKind.Other, CodeFault.Content)]
    [TestCase("AB CD", BarcodeKind.Other, CodeFault.Unprintable)]
    [TestCase("Größe", null, CodeFault.Unprintable)]
    [TestCase("", null, CodeFault.Empty)]
    [TestCase("  ", BarcodeKind.Other, CodeFault.Empty)]
    [TestCase("", BarcodeKind.Gtin, CodeFault.Length)]
    public void What_is_not_of_its_kind_is_refused(string text, BarcodeKind? kind, CodeFault fault) =>
        Assert.That(Refused(text, kind).Fault, Is.EqualTo(fault));

    [Test]
    public void A_code_of_an_article_has_64_signs_at_most() =>
        Assert.Multiple(() =>
        {
            Assert.That(Refused(new string('A', 65), null).Fault, Is.EqualTo(CodeFault.TooLong));
            Assert.That(Refused(new string('1', 65), BarcodeKind.Other).Fault, Is.EqualTo(CodeFault.TooLong));
            Assert.That(Barcode.Enter(new string('1', 64), null, []), Is.InstanceOf<AcceptedBarcode>());
        });

    // A UPC-A from a spreadsheet; a UPC-E; an in-store EAN-8.
    [TestCase("12345000065", "012345000065")]
    [TestCase("1234505", "01234505")]
    public void Zeros_that_a_spreadsheet_took_are_given_back(string digits, string whole) =>
        Assert.That(Barcode.WithLeadingZeros(digits), Is.EqualTo(whole));

    [TestCase("12345000066")]
    [TestCase("1234565")]
    [TestCase("1234560")]
    [TestCase("4006381333931")]
    [TestCase("012345000065")]
    [TestCase("123456000056")]
    [TestCase("2345000065")]
    [TestCase("9638507")]
    [TestCase("1234567890")]
    [TestCase("02345000065")]
    [TestCase("ABCDEFG")]
    [TestCase("1")]
    [TestCase("")]
    public void Zeros_of_which_nothing_proves_that_they_were_there_are_not(string digits) =>
        Assert.That(Barcode.WithLeadingZeros(digits), Is.Null);

    // 01234565 is valid as an EAN-8 and as a UPC-E, which are two articles.
    [Test]
    public void What_may_have_been_two_numbers_is_left_as_it_is()
    {
        var sevens = Enumerable.Range(1_000_000, 9_000).Select(n => $"{n}").ToList();
        Assert.Multiple(() =>
        {
            foreach (var seven in sevens)
            {
                var (isEan, isUpc) = (Codes.WithCheckDigit($"0{seven[..^1]}") == $"0{seven}", Gtin.FromUpcE($"0{seven}") is not null);
                Assert.That(Barcode.WithLeadingZeros(seven), Is.EqualTo(isEan != isUpc ? $"0{seven}" : null), seven);
            }
        });
    }

    private static CodeProblem Refused(string text, BarcodeKind? kind, IReadOnlyList<CodePattern>? patterns = null) =>
        Barcode.Enter(text, kind, patterns ?? []) is RefusedBarcode { Problem: var problem }
            ? problem
            : throw new AssertionException($"{text} was accepted.");
}
