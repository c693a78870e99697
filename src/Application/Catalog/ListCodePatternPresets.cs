using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Catalog;

namespace PosCommerce.Application.Catalog;

/// <summary>
/// Lists how in-store numbers are made up in the countries that publish a rule: to begin with, since a merchant's scales may be set
/// otherwise.
/// </summary>
public sealed record ListCodePatternPresets(int Limit = PageRules.MaximumLimit, string? Cursor = null)
    : IQuery<Page<CountryCodePatterns>>,
        IPaged;

/// <param name="Country">ISO 3166-1, two letters.</param>
/// <param name="Source">Who publishes the rule.</param>
public sealed record CountryCodePatterns(
    [property: Form(Forms.Country, 2)] string Country,
    string Source,
    IReadOnlyList<CodePattern> Patterns
);

internal sealed class ListCodePatternPresetsValidator : AbstractValidator<ListCodePatternPresets>
{
    public ListCodePatternPresetsValidator() => this.PageOf<ListCodePatternPresets, string>();
}

internal sealed class ListCodePatternPresetsHandler : IQueryHandler<ListCodePatternPresets, Page<CountryCodePatterns>>
{
    public Task<Page<CountryCodePatterns>> Handle(ListCodePatternPresets query, CancellationToken ct)
    {
        var after = Cursor.Read<string>(query.Cursor);
        var rows = CodePatternPresets
            .All.Where(preset => after is null || string.CompareOrdinal(preset.Country, after) > 0)
            .Take(query.Limit + 1)
            .Select(preset => new CountryCodePatterns(preset.Country, preset.Source, preset.Patterns));
        return Task.FromResult(Page<CountryCodePatterns>.Of([.. rows], query.Limit, preset => preset.Country));
    }
}
