using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Lists what a customer agreed to and took back, the newest first.</summary>
public sealed record ListConsents(Guid CustomerId, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<Consent>>,
        IPaged;

internal sealed class ListConsentsValidator : AbstractValidator<ListConsents>
{
    public ListConsentsValidator() => this.PageOf<ListConsents, ConsentKey>();
}

internal sealed class ListConsentsHandler(IDb db, CustomerRecords customers) : IQueryHandler<ListConsents, Page<Consent>>
{
    public async Task<Page<Consent>> Handle(ListConsents query, CancellationToken ct)
    {
        var consents = db.ConsentsOf(query.CustomerId, Cursor.Read<ConsentKey>(query.Cursor), query.Limit + 1);
        await customers.GetAsync(query.CustomerId, ct);
        return Page<Consent>.Of(await consents.ToListAsync(ct), query.Limit, c => new ConsentKey(c.ToldAt, c.ConsentId));
    }
}
