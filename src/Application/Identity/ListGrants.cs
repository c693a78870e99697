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
        _ = await users.FindAsync(query.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        return new GrantList(await grants.ListAsync(query.UserId, ct));
    }
}
