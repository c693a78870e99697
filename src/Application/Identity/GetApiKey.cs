using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Shows one API key, without its secret.</summary>
public sealed record GetApiKey(Guid KeyId) : IQuery<ApiKey>;

internal sealed class GetApiKeyHandler(ApiKeys keys) : IQueryHandler<GetApiKey, ApiKey>
{
    public async Task<ApiKey> Handle(GetApiKey query, CancellationToken ct) =>
        await keys.FindAsync(query.KeyId, ct) ?? throw new Refused(IdentityErrors.ApiKeyNotFound);
}
