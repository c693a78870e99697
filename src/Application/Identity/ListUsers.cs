using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists the merchant's users by their addresses.</summary>
/// <param name="Search">Part of an address or a name.</param>
/// <param name="IsDisabled">Only those who are, or only those who are not.</param>
public sealed record ListUsers(string? Search = null, bool? IsDisabled = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<User>>,
        IPaged;

internal sealed class ListUsersValidator : AbstractValidator<ListUsers>
{
    public ListUsersValidator()
    {
        this.PageOf<ListUsers, UserKey>();
        RuleFor(q => q.Search).SearchText(100);
    }
}

/// <summary>A user with the place in the list of addresses.</summary>
internal sealed record ListedUser(
    Guid UserId,
    string Email,
    string Name,
    bool IsDisabled,
    bool HasPassword,
    bool HasPin,
    bool HasSecondFactor,
    DateTimeOffset CreatedAt,
    int Version,
    string EmailOrder
)
{
    public User User => new(UserId, Email, Name, IsDisabled, HasPassword, HasPin, HasSecondFactor, CreatedAt, Version);
}

internal sealed record UserKey(string EmailOrder, Guid UserId);

internal sealed class ListUsersHandler(IDb db) : IQueryHandler<ListUsers, Page<User>>
{
    private const string ListSql =
        Users.Columns
        + ", u.email_order"
        + Users.Source
        + """

               and (@Pattern::text is null or u.search_key like @Pattern)
               and (@IsDisabled::boolean is null or (u.disabled_at is not null) = @IsDisabled)
               and (@AfterEmail::text is null or (u.email_order, u.user_id) > (@AfterEmail, @AfterId))
             order by u.email_order, u.user_id
             limit @Limit
            """;

    public async Task<Page<User>> Handle(ListUsers query, CancellationToken ct)
    {
        var after = Cursor.Read<UserKey>(query.Cursor);
        var rows = await db.QueryAsync<ListedUser>(
            ListSql,
            new
            {
                Pattern = LikePattern.Within(query.Search),
                query.IsDisabled,
                AfterEmail = after?.EmailOrder,
                AfterId = after?.UserId,
                Limit = query.Limit + 1,
            },
            ct
        );
        return Page<User>.Of(rows, query.Limit, u => new UserKey(u.EmailOrder, u.UserId), u => u.User);
    }
}
