using NUnit.Framework;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Domain.Tests.Catalog;

public sealed class PackIdentityTests
{
    private const string Ean = "4006381333931";
    private const string Gtin14 = "04006381333931";

    [TestCase($"(01){Gtin14}(21)S1", "S1")]
    [TestCase($"https://id.gs1.org/01/{Ean}/21/S1", "S1")]
    [TestCase($"(01){Gtin14}(10)LOT7", null)]
    [TestCase(Ean, null)]
    [TestCase($"(02){Gtin14}(37)2(21)S1", null)]
    public void A_serial_number_makes_a_pack_of_an_article(string raw, string? serial) =>
        Assert.That(PackIdentity.Of(Codes.Understood(raw)), Is.EqualTo(serial is null ? null : new PackIdentity(Gtin14, serial)));

    // One pack, two symbols: EAN-13 beside DataMatrix, QR or both.
    [TestCase(Ean, $"(01){Gtin14}(10)LOT7(17)271231")]
    [TestCase($"(01){Gtin14}(10)LOT7(17)271231", Ean)]
    [TestCase(Ean, $"https://id.gs1.org/01/{Ean}")]
    [TestCase(Ean, $"(01){Gtin14}")]
    [TestCase($"(01){Gtin14}(10)LOT7", $"https://id.gs1.org/01/{Ean}/10/LOT7")]
    [TestCase($"(01){Gtin14}(3103)000500", $"https://id.gs1.org/01/{Ean}/10/LOT7?3103=000500")]
    [TestCase($"]e001{Gtin14}10LOT7", $"]d201{Gtin14}10LOT7")]
    [TestCase($"(01){Gtin14}(10)LOT7", $"(01){Gtin14}(10)LOT7(21)S1")]
    [TestCase(Ean, $"(01){Gtin14}(21)S1")]
    public void Two_symbols_of_one_article_may_be_of_one_pack(string earlier, string later) =>
        Assert.That(Repetition(earlier, later), Is.EqualTo(PackRepetition.Possible));

    [TestCase($"(01){Gtin14}(21)S1", $"(01){Gtin14}(21)S1")]
    [TestCase($"(01){Gtin14}(10)LOT7(21)S1", $"https://id.gs1.org/01/{Ean}/21/S1")]
    public void The_same_serial_number_is_the_same_pack(string earlier, string later) =>
        Assert.That(Repetition(earlier, later), Is.EqualTo(PackRepetition.Certain));

    [TestCase(Ean, Ean)]
    [TestCase(Ean, "0" + Ean)]
    [TestCase($"(01){Gtin14}(10)LOT7", $"(01){Gtin14}(10)LOT7")]
    [TestCase(Ean, "(01)09501101020917(10)LOT7")]
    [TestCase($"(01){Gtin14}(21)S1", $"(01){Gtin14}(21)S2")]
    [TestCase($"(01){Gtin14}(21)S1", $"https://id.gs1.org/01/{Ean}/21/S2")]
    [TestCase($"(01){Gtin14}(10)LOT7", $"https://id.gs1.org/01/{Ean}/10/LOT8")]
    [TestCase($"(01){Gtin14}(3103)000500", $"https://id.gs1.org/01/{Ean}?3103=000501")]
    [TestCase($"(01){Gtin14}(10)A(21)S1", $"(01){Gtin14}(10)B(21)S1")]
    [TestCase(Ean, $"(02){Gtin14}(37)12")]
    public void What_is_alike_in_everything_or_differs_in_something_is_two_packs(string earlier, string later) =>
        Assert.That(Repetition(earlier, later), Is.EqualTo(PackRepetition.No));

    [Test]
    public void The_catalogue_knows_what_codes_are_of_one_article()
    {
        var (label, matrix) = (
            Codes.Understood(Codes.WithCheckDigit("231234560500"), Codes.Preset("SE")),
            Codes.Understood($"(01){Gtin14}(3103)000500(10)LOT7")
        );
        Assert.Multiple(() =>
        {
            Assert.That(PackIdentity.Repetition(label, matrix), Is.EqualTo(PackRepetition.No));
            Assert.That(PackIdentity.Repetition(label, matrix, isSameArticle: true), Is.EqualTo(PackRepetition.Possible));
            Assert.That(PackIdentity.Repetition(label, label, isSameArticle: true), Is.EqualTo(PackRepetition.No));
            Assert.That(PackIdentity.Repetition(matrix, matrix, isSameArticle: false), Is.EqualTo(PackRepetition.No));
        });
    }

    private static PackRepetition Repetition(string earlier, string later) =>
        PackIdentity.Repetition(Codes.Understood(earlier), Codes.Understood(later));
}
