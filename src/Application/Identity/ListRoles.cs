using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists the roles there are, by code: those of the product and the merchant's own.</summary>
public sealed record ListRoles(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<Role>>, IPaged;

internal sealed class ListRolesValidator : AbstractValidator<ListRoles>
{
    public ListRolesValidator() => this.PageOf<ListRoles, string>();
}

internal sealed class ListRolesHandler(Roles roles) : IQueryHandler<ListRoles, Page<Role>>
{
    public async Task<Page<Role>> Handle(ListRoles query, CancellationToken ct) =>
        Page<Role>.Of(await roles.ListAsync(Cursor.Read<string>(query.Cursor), query.Limit, ct), query.Limit, r => r.Code);
}
