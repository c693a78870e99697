using NUnit.Framework;
using PosCommerce.Application.Core;

namespace PosCommerce.Application.Tests.Core;

[TestFixture]
public sealed class ListCurrenciesTests : ShopTests
{
    [Test]
    public async Task All_of_them_are_listed_in_pages_with_digits_and_the_days_on_which_they_came_and_went()
    {
        var listed = new List<CurrencyFacts>();
        for (string? cursor = null; ; )
        {
            var page = await Shop.AskAsync(Shop.Cashier, new ListCurrencies(Limit: 50, cursor));
            listed.AddRange(page.Items);
            if ((cursor = page.NextCursor) is null)
                break;
        }

        var byCode = listed.ToDictionary(c => c.Currency);
        Assert.Multiple(() =>
        {
            Assert.That(listed.Select(c => c.Currency), Is.Ordered.Using((IComparer<string>)StringComparer.Ordinal));
            Assert.That(listed.Select(c => c.Currency), Is.Unique);
            Assert.That(
                byCode["XCG"],
                Is.EqualTo(new CurrencyFacts("XCG", 2, "Caribbean Guilder", new DateOnly(2025, 3, 31), null, null, 176))
            );
            Assert.That(
                byCode["BGN"],
                Is.EqualTo(new CurrencyFacts("BGN", 2, "Bulgarian Lev", null, new DateOnly(2026, 1, 1), "EUR", 180))
            );
            Assert.That((byCode["IQD"].CurrencyDigits, byCode["HUF"].CurrencyDigits, byCode["JPY"].CurrencyDigits), Is.EqualTo((3, 2, 0)));
        });
    }

    [Test]
    public async Task One_page_holds_them_all_unless_less_is_asked_for() =>
        Assert.That((await Shop.AskAsync(Shop.Cashier, new ListCurrencies())).NextCursor, Is.Null);
}
