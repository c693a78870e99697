using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>What a store may begin to trade in: a withdrawn currency stays with those who have it.</summary>
internal static class NewCurrency
{
    /// <exception cref="Refused">The currency is not in force today.</exception>
    public static void Require(string code, DateTimeOffset now)
    {
        var currency = Currencies.Find(code)!; // The validator knows it.
        if (!currency.IsInForce(DateOnly.FromDateTime(now.UtcDateTime)))
            throw new Refused(CoreErrors.CurrencyIsNotInForce(currency.Code, currency.Successor));
    }
}
