using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Shows one user.</summary>
public sealed record GetUser(Guid UserId) : IQuery<User>;

internal sealed class GetUserHandler(Users users) : IQueryHandler<GetUser, User>
{
    public async Task<User> Handle(GetUser query, CancellationToken ct) => await users.FindAsync(query.UserId, ct) ?? throw new Refused(IdentityErrors.UserNotFound);
}
