using NUnit.Framework;
using PosCommerce.Domain.Common;
using PosCommerce.Testing;

namespace PosCommerce.Application.Tests;

/// <summary>Tests in a shop of their own; after each of them the books must be in order.</summary>
public abstract class ShopTests
{
    protected Shop Shop { get; private set; } = null!; // Opened before the first test.

    /// <summary>The shop's clock.</summary>
    protected TestClock Clock { get; } = new();

    /// <summary>Whether so many wait for each other here that they must not give up as soon as they do in a real shop.</summary>
    protected virtual bool Crowded => false;

    [OneTimeSetUp]
    public async Task Open_the_shop()
    {
        Shop = await Shop.OpenAsync(Clock);
        if (Crowded)
            await Shop.BePatientAsync();
    }

    [TearDown]
    public Task The_laws_of_stock_and_money_hold() => Shop.LawsHoldAsync();

    [OneTimeTearDown]
    public async Task Close_the_shop() => await Shop.DisposeAsync();

    /// <summary>The error with which an act is refused; the test fails if it is not.</summary>
    protected static async Task<Error> RefusalOf(Task act)
    {
        try
        {
            await act;
        }
        catch (Refused refused)
        {
            return refused.Error;
        }

        throw new AssertionException("It was not refused.");
    }
}
