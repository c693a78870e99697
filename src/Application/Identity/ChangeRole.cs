using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Changes a role of the merchant's own; whoever holds it may do so with the next request.</summary>
/// <param name="Permissions">All that it holds from now on.</param>
public sealed record ChangeRole(Guid RoleId, string Name, IReadOnlyList<string> Permissions, string Description = "") : ICommand<Role>, IEdit;

internal sealed class ChangeRoleValidator : AbstractValidator<ChangeRole>
{
    public ChangeRoleValidator()
    {
        RuleFor(c => c.Name).ShortText(100);
        RuleFor(c => c.Description).NotNull().TextOfLines(500, minimum: 0);
        RuleFor(c => c.Permissions).NotNull().AtMost(200);
        RuleForEach(c => c.Permissions).Code(100);
    }
}

internal sealed class ChangeRoleHandler(Roles roles, IActor actor) : ICommandHandler<ChangeRole, Role>
{
    public async Task<Role> Handle(ChangeRole command, CancellationToken ct)
    {
        var before = await roles.LockAsync(command.RoleId, ct) ?? throw new Refused(IdentityErrors.RoleNotFound);
        actor.RequireVersion(before.Version);
        if (before.IsPredefined)
            throw new Refused(IdentityErrors.RoleIsPredefined);
        if (before.IsArchived)
            throw new Refused(IdentityErrors.RoleIsArchived);
        string[] permissions = [.. command.Permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        await roles.RequireHeldEverywhereAsync([.. before.Permissions.Union(permissions, StringComparer.Ordinal)], ct);
        return roles.Save(before, before with { Name = command.Name, Description = command.Description, Permissions = permissions });
    }
}
