using PosCommerce.Application.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>Forgets idempotency keys that no client retries with any longer, and challenges that nobody approved in time.</summary>
internal sealed class KeysTidying(IDb db) : ITidy
{
    private const string KeysSql = "select coalesce(app.forget_keys(@tenant, @AtMost), 0)";

    private const string ChallengesSql = "select coalesce(app.forget_challenges(@tenant, @AtMost), 0)";

    public async Task<int> TidyAsync(int atMost, CancellationToken ct)
    {
        var challenges = db.Defer<int>(ChallengesSql, new { AtMost = atMost });
        return Math.Max(await db.QuerySingleOrDefaultAsync<int>(KeysSql, new { AtMost = atMost }, ct), await challenges.SingleAsync(ct));
    }
}
