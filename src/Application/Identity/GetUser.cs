using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Shows one user, with the roles they hold.</summary>
public sealed record GetUser(Guid UserId) : IQuery<UserProfile>;

/// <param name="HasPassword">They have set one; before, they are invited.</param>
/// <param name="HasPin">They can sign in at an enrolled terminal.</param>
/// <param name="HasSecondFactor">Signing in with a password asks for a code, too.</param>
/// <param name="Grants">The roles they hold, and where.</param>
public sealed record UserProfile(
    Guid UserId,
    string Email,
    string Name,
    bool IsDisabled,
    bool HasPassword,
    bool HasPin,
    bool HasSecondFactor,
    DateTimeOffset CreatedAt,
    IReadOnlyList<Grant> Grants,
    int Version
) : IVersioned;

internal sealed class GetUserHandler(Users users, Grants grants) : IQueryHandler<GetUser, UserProfile>
{
    public async Task<UserProfile> Handle(GetUser query, CancellationToken ct)
    {
        var found = users.Find(query.UserId);
        var held = await grants.ListAsync(query.UserId, ct);
        var user = await found.SingleOrDefaultAsync(ct) ?? throw new Refused(IdentityErrors.UserNotFound);
        return new UserProfile(
            user.UserId,
            user.Email,
            user.Name,
            user.IsDisabled,
            user.HasPassword,
            user.HasPin,
            user.HasSecondFactor,
            user.CreatedAt,
            held,
            user.Version
        );
    }
}
