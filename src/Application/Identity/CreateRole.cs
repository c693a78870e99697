using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Makes a role of the merchant's own, of permissions that the caller holds in all stores.</summary>
/// <param name="Permissions">As listed by GET /v1/permissions.</param>
/// <param name="Code">Short name: lower-case letters, digits and hyphens; it stays. Left out, it is made of the name.</param>
public sealed record CreateRole(string Name, IReadOnlyList<string> Permissions, string Description = "", string? Code = null)
    : ICommand<Role>,
        ICreates;

internal sealed class CreateRoleValidator : AbstractValidator<CreateRole>
{
    public CreateRoleValidator()
    {
        RuleFor(c => c.Code).Code(RoleCode.Form, $"Must be 1 to {RoleCode.Longest} lower-case letters, digits and hyphens.");
        RuleFor(c => c.Name).ShortText(100);
        RuleFor(c => c.Description).NotNull().TextOfLines(500, minimum: 0);
        RuleFor(c => c.Permissions).NotNull().AtMost(200);
        RuleForEach(c => c.Permissions).Code(100);
    }
}

internal sealed class CreateRoleHandler(IDb db, Roles roles, Authorities authorities) : ICommandHandler<CreateRole, Role>
{
    private const string AddSql = """
        insert into identity.role (role_id, code, name, description)
        values (@RoleId, @Code, @Name, @Description)
        """;

    public async Task<Role> Handle(CreateRole command, CancellationToken ct)
    {
        string[] permissions = [.. command.Permissions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        await authorities.RequireEverywhereAsync(permissions, ct);
        var roleId = Ids.New();
        var role = new Role(
            roleId,
            command.Code ?? RoleCode.Of(command.Name, roleId),
            command.Name,
            command.Description,
            permissions,
            IsPredefined: false,
            IsArchived: false,
            Version: 1
        );
        db.Enqueue(
                AddSql,
                new
                {
                    role.RoleId,
                    role.Code,
                    role.Name,
                    role.Description,
                }
            )
            .OnConstraint("role_code_is_taken", IdentityErrors.RoleCodeTaken);
        roles.Give(role);
        return role;
    }
}
