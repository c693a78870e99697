using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists the merchant's users by their addresses.</summary>
/// <param name="Search">Part of an address or a name.</param>
/// <param name="IsDisabled">Only those who are, or only those who are not.</param>
public sealed record ListUsers(string? Search = null, bool? IsDisabled = null, int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<User>>, IPaged;

internal sealed class ListUsersValidator : AbstractValidator<ListUsers>
{
    public ListUsersValidator()
    {
        this.PageOf<ListUsers, UserKey>();
        RuleFor(q => q.Search).SearchText(100);
    }
}

internal sealed class ListUsersHandler(Users users) : IQueryHandler<ListUsers, Page<User>>
{
    public async Task<Page<User>> Handle(ListUsers query, CancellationToken ct) => Page<User>.Of(
        await users.ListAsync(query.Search, query.IsDisabled, Cursor.Read<UserKey>(query.Cursor), query.Limit, ct),
        query.Limit,
        u => new UserKey(u.EmailOrder, u.UserId),
        u => u.User);
}
