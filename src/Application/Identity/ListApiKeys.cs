using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists the merchant's API keys, oldest first, revoked ones among them.</summary>
public sealed record ListApiKeys(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<ApiKey>>, IPaged;

internal sealed class ListApiKeysValidator : AbstractValidator<ListApiKeys>
{
    public ListApiKeysValidator() => this.PageOf<ListApiKeys, Guid?>();
}

internal sealed class ListApiKeysHandler(IDb db) : IQueryHandler<ListApiKeys, Page<ApiKey>>
{
    private const string ListSql =
        ApiKeys.Columns
        + """

               and (@After::uuid is null or api_key_id > @After)
             order by api_key_id
             limit @Limit
            """;

    public async Task<Page<ApiKey>> Handle(ListApiKeys query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<ApiKeys.Row>(ListSql, new { After = Cursor.Read<Guid?>(query.Cursor), Limit = query.Limit + 1 }, ct);
        return Page<ApiKey>.Of([.. rows.Select(row => row.Key)], query.Limit, k => (Guid?)k.KeyId);
    }
}
