using NUnit.Framework;
using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Tests.Common;

public sealed class CurrencyNumbersTests
{
    private static readonly DateOnly Today = new(2026, 12, 2);

    [TestCase("978", "EUR")]
    [TestCase("840", "USD")]
    [TestCase("008", "ALL")]
    [TestCase("752", "SEK")]
    [TestCase("924", "ZWG")]
    [TestCase("532", "XCG")]
    public void A_number_is_a_currency(string number, string code) =>
        Assert.That(CurrencyNumbers.Find(number, Today)?.Code, Is.EqualTo(code));

    [TestCase("2025-03-30", "ANG")]
    [TestCase("2025-03-31", "XCG")]
    public void A_number_that_was_given_on_is_that_in_force_on_the_day(string day, string code) =>
        Assert.That(
            CurrencyNumbers.Find("532", DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))?.Code,
            Is.EqualTo(code)
        );

    // Gold, a fund, the code for tests, none.
    [TestCase("959")]
    [TestCase("990")]
    [TestCase("963")]
    [TestCase("999")]
    [TestCase("8")]
    [TestCase("")]
    public void Others_are_no_money(string number) => Assert.That(CurrencyNumbers.Find(number, Today), Is.Null);

    [Test]
    public void Every_currency_has_one_number()
    {
        var numbered = Enumerable
            .Range(0, 1000)
            .SelectMany(n =>
                new[] { Today, new DateOnly(2025, 1, 1) }
                    .Select(day => CurrencyNumbers.Find($"{n:000}", day)?.Code)
                    .Where(code => code is not null)
                    .Distinct()
            )
            .ToList();
        Assert.That(numbered, Is.EquivalentTo(Currencies.All.Select(c => c.Code)));
    }
}
