using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

public sealed class DigitalLinkTests
{
    private const string Pack = "09501101020917";

    [TestCase("https://id.gs1.org/01/09501101020917")]
    [TestCase("http://id.gs1.org/01/09501101020917")]
    [TestCase("HTTPS://ID.GS1.ORG/01/09501101020917")]
    [TestCase("https://id.gs1.org/01/09501101020917/")]
    [TestCase("https://id.gs1.org/01/9501101020917")]
    [TestCase("https://shop.example/some/path/01/09501101020917")]
    [TestCase("https://shop.example/01/sale/01/09501101020917")]
    [TestCase("https://shop.example/01/2024/01/09501101020917")]
    [TestCase("https://shop.example:8443/01/09501101020917?utm_source=pack&lang=de#top")]
    [TestCase("https://shop.example/01/09501101020917?")]
    [TestCase("https://shop.example/01/09501101020917/foo/bar")]
    [TestCase("]Q1https://id.gs1.org/01/09501101020917")]
    [TestCase("]d1https://id.gs1.org/01/09501101020917")]
    public void An_address_of_any_domain_names_the_article(string raw)
    {
        var read = Codes.Understood(raw);
        Assert.Multiple(() =>
        {
            Assert.That(
                read.Candidates,
                Is.EqualTo(new[] { new CodeCandidate(BarcodeKind.Gtin, Pack, CodeContent.None) }).Using<CodeCandidate>(SameKey)
            );
            Assert.That(read.Form, Is.EqualTo(CodeForm.DigitalLink));
            Assert.That(read.Doubts, Is.Empty);
        });
    }

    [TestCase("96385074", "00000096385074")]
    [TestCase("012345000065", "00012345000065")]
    [TestCase("4006381333931", "04006381333931")]
    [TestCase("14006381333938", "14006381333938")]
    public void A_gtin_of_each_length_can_stand_in_it(string digits, string value) =>
        Assert.That(Codes.Understood($"https://id.gs1.org/01/{digits}").Candidates[0].Value, Is.EqualTo(value));

    [TestCase("https://id.gs1.org/01/09501101020917/22/2A/10/LOT7/21/S1?17=271231&3103=000500")]
    [TestCase("https://id.gs1.org/01/09501101020917/22/2A/10/LOT7/21/S1?17=271231;3103=000500")]
    [TestCase("https://id.gs1.org/01/09501101020917/10/LOT7/21/S1/?3103=000500&x=y&17=271231&lot=other&exp=1")]
    [TestCase("https://id.gs1.org/01/09501101020917/21/S1/10/LOT7?17=271231&3103=000500")]
    [TestCase("https://id.gs1.org/01/09501101020917?10=LOT7&21=S1&17=271231&3103=000500")]
    [TestCase("https://id.gs1.org/01/09501101020917/10/%4cOT%37/21/S1?17=271231&3103=000500&4399=new&abc=%zz")]
    public void Qualifiers_and_attributes_are_its_content(string raw)
    {
        var content = Codes.Understood(raw).Candidates[0].Content;
        Assert.That(
            (content.Lot, content.Serial, content.Expiry, content.NetWeight),
            Is.EqualTo(("LOT7", "S1", (DateOnly?)new DateOnly(2027, 12, 31), (decimal?)0.5m))
        );
    }

    [TestCase("A%2FB", "A/B")]
    [TestCase("A%2fB%25", "A/B%")]
    [TestCase("%28A%29%26", "(A)&")]
    [TestCase("A+B", "A+B")]
    public void Values_are_unescaped(string escaped, string lot) =>
        Assert.Multiple(() =>
        {
            Assert.That(Lot($"https://id.gs1.org/01/{Pack}/10/{escaped}"), Is.EqualTo(lot));
            Assert.That(Lot($"https://id.gs1.org/01/{Pack}?10={escaped}"), Is.EqualTo(lot));
        });

    [TestCase("https://id.gs1.org/01/09501101020918", "01", CodeFault.CheckDigit)]
    [TestCase("https://id.gs1.org/01/123456789", "01", CodeFault.Length)]
    [TestCase("https://id.gs1.org/01/09501101020917/10/A%2", "10", CodeFault.Content)]
    [TestCase("https://id.gs1.org/01/09501101020917/10/A%ZZ", "10", CodeFault.Content)]
    [TestCase("https://id.gs1.org/01/09501101020917/10/A%20B", "10", CodeFault.Content)]
    [TestCase("https://id.gs1.org/01/09501101020917/10/%C3%A4", "10", CodeFault.Content)]
    [TestCase("https://id.gs1.org/01/09501101020917/10", "10", CodeFault.Content)]
    [TestCase("https://id.gs1.org/01/09501101020917/10/", "10", CodeFault.Content)]
    [TestCase("https://id.gs1.org/01/09501101020917?17=", "17", CodeFault.Content)]
    [TestCase("https://id.gs1.org/01/09501101020917?17=tomorrow", "17", CodeFault.Content)]
    [TestCase("https://id.gs1.org/01/09501101020917/10/A?10=B", "10", CodeFault.Contradiction)]
    public void What_is_wrong_in_it_is_named(string raw, string ai, CodeFault fault)
    {
        var problem = Codes.Refused(raw);
        Assert.That((problem.Fault, problem.Ai), Is.EqualTo((fault, ai)), problem.Text);
    }

    // Words for identifiers were taken out of the standard; the others name things that are no article.
    [TestCase("https://id.gs1.org/gtin/09501101020917")]
    [TestCase("https://id.gs1.org/414/9501101530003")]
    [TestCase("https://shop.example/products/9501101020917")]
    [TestCase("https://shop.example/01/spring")]
    [TestCase("https://shop.example")]
    [TestCase("https://shop.example/01")]
    [TestCase("https://shop.example?01=09501101020917")]
    [TestCase("https://")]
    public void An_address_without_a_gtin_is_a_text_of_the_merchants_own(string raw)
    {
        var read = Codes.Understood(raw);
        Assert.Multiple(() =>
        {
            Assert.That(read.Candidates.Select(c => (c.Kind, c.Value)), Is.EqualTo(new[] { (BarcodeKind.Other, raw) }));
            Assert.That(read.Doubts.Single().Fault, Is.EqualTo(CodeFault.NoArticle));
        });
    }

    [Test]
    public void One_too_long_to_be_kept_says_what_it_lacks() =>
        Assert.That(Codes.Refused($"https://shop.example/{new string('a', 100)}").Fault, Is.EqualTo(CodeFault.NoArticle));

    private static string? Lot(string raw) => Codes.Understood(raw).Candidates[0].Content.Lot;

    private static bool SameKey(CodeCandidate one, CodeCandidate other) => (one.Kind, one.Value) == (other.Kind, other.Value);
}
