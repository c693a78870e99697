using System.Globalization;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists how cash is rounded by country, each rule from the day on which it is in force.</summary>
public sealed record ListCashRoundings(int Limit = PageRules.MaximumLimit, string? Cursor = null)
    : IQuery<Page<CountryCashRounding>>,
        IPaged;

internal sealed class ListCashRoundingsValidator : AbstractValidator<ListCashRoundings>
{
    public ListCashRoundingsValidator() => this.PageOf<ListCashRoundings, string>();
}

internal sealed class ListCashRoundingsHandler : IQueryHandler<ListCashRoundings, Page<CountryCashRounding>>
{
    public Task<Page<CountryCashRounding>> Handle(ListCashRoundings query, CancellationToken ct)
    {
        var after = Cursor.Read<string>(query.Cursor);
        var rows = CashRoundings.All.Where(r => after is null || string.CompareOrdinal(Key(r), after) > 0).Take(query.Limit + 1);
        return Task.FromResult(Page<CountryCashRounding>.Of([.. rows], query.Limit, Key));
    }

    private static string Key(CountryCashRounding rule) =>
        string.Create(CultureInfo.InvariantCulture, $"{rule.Country} {rule.ValidFrom:yyyy-MM-dd}");
}
