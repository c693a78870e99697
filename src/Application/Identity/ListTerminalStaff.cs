using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists who can sign in by PIN at the terminal that asks, by name.</summary>
public sealed record ListTerminalStaff(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<StaffMember>>, IPaged;

public sealed record StaffMember(Guid UserId, string Name);

internal sealed record StaffKey(string NameOrder, Guid UserId);

internal sealed class ListTerminalStaffValidator : AbstractValidator<ListTerminalStaff>
{
    public ListTerminalStaffValidator() => this.PageOf<ListTerminalStaff, StaffKey>();
}

internal sealed class ListTerminalStaffHandler(IDb db) : IQueryHandler<ListTerminalStaff, Page<StaffMember>>
{
    // In scope is the store of the till.
    private const string ListSql = """
        select u.user_id, u.name, u.name_order
          from identity.user_account as u
         where u.tenant_id = @tenant
           and u.disabled_at is null
           and (@AfterName::text is null or (u.name_order, u.user_id) > (@AfterName, @AfterId))
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
         order by u.name_order, u.user_id
         limit @Limit
        """;

    public async Task<Page<StaffMember>> Handle(ListTerminalStaff query, CancellationToken ct)
    {
        var after = Cursor.Read<StaffKey>(query.Cursor);
        var rows = await db.QueryAsync<Row>(
            ListSql,
            new
            {
                AfterName = after?.NameOrder,
                AfterId = after?.UserId,
                Limit = query.Limit + 1,
            },
            ct
        );
        return Page<StaffMember>.Of(rows, query.Limit, s => new StaffKey(s.NameOrder, s.UserId), s => new StaffMember(s.UserId, s.Name));
    }

    private sealed record Row(Guid UserId, string Name, string NameOrder);
}
