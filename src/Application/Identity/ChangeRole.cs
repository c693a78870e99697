using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Changes a role of the merchant's own; whoever holds it may do so with the next request.</summary>
/// <param name="Permissions">All that it holds from now on.</param>
public sealed record ChangeRole(Guid RoleId, string Name, IReadOnlyList<string> Permissions, string Description = "")
    : ICommand<Role>,
        IEdit;

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

internal sealed class ChangeRoleHandler(IDb db, Roles roles, Authorities authorities, IActor actor) : ICommandHandler<ChangeRole, Role>
{
    private const string SaveSql = """
        update identity.role
           set name = @Name,
               description = @Description,
               version = version + 1
         where tenant_id = @tenant
           and role_id = @RoleId
        """;

    private const string TakeSql = """
        update identity.role_permission
           set revoked_at = @Now
         where tenant_id = @tenant
           and role_id = @RoleId
           and permission <> all (@Permissions)
           and revoked_at is null
        """;

    public async Task<Role> Handle(ChangeRole command, CancellationToken ct)
    {
        var before = await roles.LockAsync(command.RoleId, ct) ?? throw new Refused(IdentityErrors.RoleNotFound);
        actor.RequireVersion(before.Version);
        if (before.IsPredefined)
            throw new Refused(IdentityErrors.RoleIsPredefined);
        if (before.IsArchived)
            throw new Refused(IdentityErrors.RoleIsArchived);
        string[] permissions = [.. command.Permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        await authorities.RequireEverywhereAsync([.. before.Permissions.Union(permissions, StringComparer.Ordinal)], ct);
        var after = before with
        {
            Name = command.Name,
            Description = command.Description,
            Permissions = permissions,
            Version = before.Version + 1,
        };
        db.Changes(before, after);
        db.Enqueue(
            SaveSql,
            new
            {
                after.RoleId,
                after.Name,
                after.Description,
            }
        );
        db.Enqueue(
            TakeSql,
            new
            {
                after.RoleId,
                Permissions = permissions,
                actor.Now,
            }
        );
        roles.Give(after);
        return after;
    }
}
