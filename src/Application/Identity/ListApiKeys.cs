using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Lists the merchant's API keys, oldest first, revoked ones among them.</summary>
public sealed record ListApiKeys(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<ApiKey>>, IPaged;

internal sealed class ListApiKeysValidator : AbstractValidator<ListApiKeys>
{
    public ListApiKeysValidator() => this.PageOf<ListApiKeys, Guid?>();
}

internal sealed class ListApiKeysHandler(ApiKeys keys) : IQueryHandler<ListApiKeys, Page<ApiKey>>
{
    public async Task<Page<ApiKey>> Handle(ListApiKeys query, CancellationToken ct) =>
        Page<ApiKey>.Of(await keys.ListAsync(Cursor.Read<Guid?>(query.Cursor), query.Limit, ct), query.Limit, k => (Guid?)k.KeyId);
}
