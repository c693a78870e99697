using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists who can sign in by PIN at the till that asks.</summary>
public sealed record ListTerminalStaff(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<StaffMember>>, IPaged;

public sealed record StaffMember(Guid UserId, string Name);

internal sealed class ListTerminalStaffValidator : AbstractValidator<ListTerminalStaff>
{
    public ListTerminalStaffValidator() => this.PageOf<ListTerminalStaff, Guid?>();
}

internal sealed class ListTerminalStaffHandler(IDb db) : IQueryHandler<ListTerminalStaff, Page<StaffMember>>
{
    // In scope is the store of the till.
    private const string ListSql =
        """
        select u.user_id, u.name
          from identity.user_account as u
         where u.tenant_id = @tenant
           and u.disabled_at is null
           and (@After::uuid is null or u.user_id > @After)
           and exists (select
                         from identity.pin as p
                        where p.tenant_id = @tenant
                          and p.user_id = u.user_id
                          and p.pin_hash is not null)
           and exists (select
                         from identity.access_grant as g
                        where g.tenant_id = @tenant
                          and g.user_id = u.user_id
                          and g.revoked_at is null
                          and (g.store_id is null or g.store_id = any ((select app.store_scope())::uuid[])))
         order by u.user_id
         limit @Limit
        """;

    public async Task<Page<StaffMember>> Handle(ListTerminalStaff query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<StaffMember>(ListSql, new { After = Cursor.Read<Guid?>(query.Cursor), Limit = query.Limit + 1 }, ct);
        return Page<StaffMember>.Of(rows, query.Limit, s => (Guid?)s.UserId);
    }
}
