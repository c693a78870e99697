using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists the currencies that a store can have, or still has, by code.</summary>
public sealed record ListCurrencies(int Limit = PageRules.MaximumLimit, string? Cursor = null) : IQuery<Page<CurrencyFacts>>, IPaged;

/// <param name="Currency">ISO 4217 code.</param>
/// <param name="CurrencyDigits">How many decimals its minor unit stands for.</param>
/// <param name="ValidFrom">The first day on which it is in force; absent for those older than the product's table.</param>
/// <param name="ValidTo">The first day on which it no longer is: no new store has it from then on.</param>
/// <param name="Successor">The code of what took its place.</param>
/// <param name="Amendment">The amendment of ISO 4217 that brought it or took it away.</param>
public sealed record CurrencyFacts(
    string Currency,
    int CurrencyDigits,
    string Name,
    DateOnly? ValidFrom,
    DateOnly? ValidTo,
    string? Successor,
    int? Amendment
);

internal sealed class ListCurrenciesValidator : AbstractValidator<ListCurrencies>
{
    public ListCurrenciesValidator() => this.PageOf<ListCurrencies, string>();
}

internal sealed class ListCurrenciesHandler : IQueryHandler<ListCurrencies, Page<CurrencyFacts>>
{
    public Task<Page<CurrencyFacts>> Handle(ListCurrencies query, CancellationToken ct)
    {
        var after = Cursor.Read<string>(query.Cursor);
        var rows = Currencies
            .All.Where(c => after is null || string.CompareOrdinal(c.Code, after) > 0)
            .Take(query.Limit + 1)
            .Select(c => new CurrencyFacts(c.Code, c.Digits, c.Name, c.ValidFrom, c.ValidTo, c.Successor, c.Amendment));
        return Task.FromResult(Page<CurrencyFacts>.Of([.. rows], query.Limit, c => c.Currency));
    }
}
