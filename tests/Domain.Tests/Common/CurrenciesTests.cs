using NUnit.Framework;
using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Tests.Common;

public sealed class CurrenciesTests
{
    // As ISO 4217 has them; platforms say otherwise of forints, dinars and ariary.
    [TestCase("EUR", 2)]
    [TestCase("HUF", 2)]
    [TestCase("MGA", 2)]
    [TestCase("MRU", 2)]
    [TestCase("LBP", 2)]
    [TestCase("IQD", 3)]
    [TestCase("KWD", 3)]
    [TestCase("TND", 3)]
    [TestCase("JPY", 0)]
    [TestCase("CLP", 0)]
    [TestCase("ISK", 0)]
    [TestCase("XCG", 2)]
    public void A_currency_has_the_digits_of_the_standard(string code, int digits) =>
        Assert.That(Currencies.DigitsOf(code), Is.EqualTo(digits));

    [TestCase("BGN", "2025-12-31", true)]
    [TestCase("BGN", "2026-01-01", false)]
    [TestCase("ANG", "2025-03-30", true)]
    [TestCase("ANG", "2025-03-31", false)]
    [TestCase("XCG", "2025-03-30", false)]
    [TestCase("XCG", "2025-03-31", true)]
    [TestCase("HRK", "2023-01-01", false)]
    [TestCase("SLL", "2023-12-31", false)]
    [TestCase("SLE", "2023-12-31", true)]
    [TestCase("CUC", "2026-06-01", false)]
    [TestCase("ZWL", "2026-06-01", false)]
    [TestCase("EUR", "1999-01-01", true)]
    public void A_currency_is_in_force_from_a_day_to_a_day(string code, string day, bool isInForce) =>
        Assert.That(
            Currencies.Find(code)!.IsInForce(DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture)),
            Is.EqualTo(isInForce)
        );

    [TestCase("XAD")]
    [TestCase("CLF")]
    [TestCase("CHE")]
    [TestCase("XAU")]
    [TestCase("XTS")]
    [TestCase("XXX")]
    [TestCase("VED")]
    [TestCase("eur")]
    public void Funds_metals_and_tests_are_no_money(string code) => Assert.That(Currencies.Find(code), Is.Null);

    [Test]
    public void What_was_withdrawn_says_what_took_its_place_and_that_is_in_force() =>
        Assert.Multiple(() =>
        {
            var withdrawn = Currencies.All.Where(c => c.ValidTo is not null).ToList();
            Assert.That(withdrawn, Has.Count.GreaterThanOrEqualTo(14));
            Assert.That(withdrawn.Where(c => Currencies.Find(c.Successor!) is not { ValidTo: null }).Select(c => c.Code), Is.Empty);
            Assert.That(
                withdrawn.Where(c => Currencies.Find(c.Successor!)!.ValidFrom > c.ValidTo).Select(c => c.Code),
                Is.Empty,
                "There is no day without money."
            );
            Assert.That(Currencies.All.Where(c => c.ValidTo is null && c.Successor is not null).Select(c => c.Code), Is.Empty);
        });

    [Test]
    public void Codes_are_three_letters_digits_at_most_four_and_names_are_there() =>
        Assert.Multiple(() =>
        {
            Assert.That(Currencies.All.Select(c => c.Code), Is.All.Match("^[A-Z]{3}$"));
            Assert.That(Currencies.All.Select(c => c.Code), Is.Unique);
            Assert.That(Currencies.All.Select(c => c.Digits), Is.All.InRange(0, 4));
            Assert.That(Currencies.All.Select(c => c.Name), Is.All.Not.Empty);
        });
}

public sealed class CountriesTests
{
    [TestCase("DE", true)]
    [TestCase("SX", true)]
    [TestCase("SS", true)]
    [TestCase("XK", true)]
    [TestCase("IC", true)]
    [TestCase("TA", true)]
    [TestCase("XI", true)]
    [TestCase("UK", false)]
    [TestCase("EL", false)]
    [TestCase("ZZ", false)]
    [TestCase("AN", false)]
    [TestCase("SU", false)]
    [TestCase("xk", false)]
    [TestCase("DEU", false)]
    public void A_country_is_known_by_the_code_that_the_world_uses(string code, bool isInUse) =>
        Assert.That(Countries.IsInUse(code), Is.EqualTo(isInUse));
}
