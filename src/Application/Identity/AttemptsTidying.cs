using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Published by Identity: counts of guesses are forgotten, of which every name that a stranger invents leaves one.</summary>
public sealed class AttemptsTidying(IDb db) : ITidy
{
    private const string ForgetSql = "select coalesce(identity.forget_attempts(@tenant, @AtMost), 0)";

    public Task<int> TidyAsync(int atMost, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<int>(ForgetSql, new { AtMost = atMost }, ct);
}
