using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists the roles that somebody holds, and where.</summary>
public sealed record ListGrants(Guid UserId) : IQuery<GrantList>;

public sealed record GrantList(IReadOnlyList<Grant> Items);

internal sealed class ListGrantsHandler(Users users, Grants grants) : IQueryHandler<ListGrants, GrantList>
{
    public async Task<GrantList> Handle(ListGrants query, CancellationToken ct)
    {
        var found = users.Find(query.UserId);
        var held = await grants.ListAsync(query.UserId, ct);
        return await found.SingleOrDefaultAsync(ct) is null ? throw new Refused(IdentityErrors.UserNotFound) : new GrantList(held);
    }
}
