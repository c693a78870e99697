using PosCommerce.Application.Common;

namespace PosCommerce.Application.Platform;

/// <summary>
/// Published by Platform for the worker: counts of guesses at operators belong to no tenant, so to none of the tenants' jobs.
/// </summary>
public sealed class OperatorAttemptsTidying(IDb db)
{
    private const string ForgetSql = "select coalesce(platform.forget_attempts(), 0)";

    /// <summary>Deletes what is forgotten, in a transaction of its own.</summary>
    public Task TidyAsync(CancellationToken ct) => db.KeepAsync(() => db.Defer<int>(ForgetSql), ct);
}
