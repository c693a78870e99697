using NUnit.Framework;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests.Core;

/// <summary>Numbers that no use case takes yet, taken from the service itself.</summary>
[Category("Race")]
public sealed class DocumentNumbersTests : ShopTests
{
    private const int Takers = 48;

    [TestCase("purchase_order")]
    [TestCase("transfer")]
    public async Task The_merchants_numbers_have_no_gaps_however_many_give_theirs_back(string kind) =>
        await HasNoGapsAsync(numbers => numbers.NextOfTenant(kind));

    [Test]
    public async Task Each_merchant_and_each_kind_counts_for_itself()
    {
        foreach (var kind in new[] { "purchase_order", "transfer" })
            await Shop.ExecuteAsync("delete from core.tenant_document_number where kind = $1", kind);

        var taken = new[]
        {
            await TakeAsync(Shop.Admin, n => n.NextOfTenant("transfer")),
            await TakeAsync(Shop.Admin, n => n.NextOfTenant("purchase_order")),
            await TakeAsync(Shop.Rival, n => n.NextOfTenant("transfer")),
            await TakeAsync(Shop.Admin, n => n.NextOfTenant("transfer")),
        };

        Assert.That(taken, Is.EqualTo(new long?[] { 1, 1, 1, 2 }));
    }

    // Every third gives its number back at the last moment, when others wait for it.
    private async Task HasNoGapsAsync(Func<DocumentNumbers, Deferred<long>> next)
    {
        var first = await TakeAsync(Shop.Admin, next);
        var taken = await Task.WhenAll(Enumerable.Range(0, Takers).Select(n => TakeAsync(Shop.Admin, next, givesBack: n % 3 == 0)));

        Assert.That(taken.Where(n => n is not null).Order(), Is.EqualTo(Enumerable.Range(1, Takers * 2 / 3).Select(n => first + n)));
    }

    private async Task<long?> TakeAsync(Caller caller, Func<DocumentNumbers, Deferred<long>> next, bool givesBack = false)
    {
        try
        {
            return await Shop.UseCases.InTransactionAsync(
                caller,
                RouteAccess.Requires(Permissions.Core.Read),
                async (DocumentNumbers numbers) =>
                {
                    var number = await next(numbers).SingleAsync(CancellationToken.None);
                    await Task.Delay(Random.Shared.Next(3));
                    return givesBack ? throw new GivenBack() : (long?)number;
                }
            );
        }
        catch (GivenBack)
        {
            return null;
        }
    }

    private sealed class GivenBack : Exception;
}
