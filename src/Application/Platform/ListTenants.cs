using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Lists the merchants of the platform by their short names.</summary>
public sealed record ListTenants(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<Tenant>>, IPaged;

internal sealed class ListTenantsValidator : AbstractValidator<ListTenants>
{
    public ListTenantsValidator() => this.PageOf<ListTenants, string>();
}

internal sealed class ListTenantsHandler(IDb db) : IQueryHandler<ListTenants, Page<Tenant>>
{
    // Through the gate: a tenant's row is otherwise seen from inside that tenant only.
    private const string ListSql = """
        select coalesce(tenant_id, '00000000-0000-0000-0000-000000000000') as tenant_id, coalesce(slug, '') as slug, coalesce(name,
               '') as name,
               coalesce(created_at, '-infinity') as created_at, suspended_at, suspension_reason
          from app.list_tenants(@After, @Limit)
        """;

    public async Task<Page<Tenant>> Handle(ListTenants query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Tenant>(ListSql, new { After = Cursor.Read<string>(query.Cursor), Limit = query.Limit + 1 }, ct);
        return Page<Tenant>.Of(rows, query.Limit, t => t.Slug);
    }
}
