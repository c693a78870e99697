using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>A person who works for the merchant.</summary>
/// <param name="HasPassword">They have set one; before, they are invited.</param>
/// <param name="HasPin">They can sign in at an enrolled terminal.</param>
/// <param name="HasSecondFactor">Signing in with a password asks for a code, too.</param>
[Audited(nameof(Email), nameof(Name), nameof(IsDisabled))]
public sealed record User(
    Guid UserId,
    string Email,
    string Name,
    bool IsDisabled,
    bool HasPassword,
    bool HasPin,
    bool HasSecondFactor,
    DateTimeOffset CreatedAt,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/users/{UserId}";
}
