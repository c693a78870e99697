using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>What is kept in a transaction of its own, whatever becomes of the act that it is about.</summary>
public static class Bookkeeping
{
    /// <summary>Keeps what is queued.</summary>
    public static Task KeepAsync(this IDb db, Action queue, CancellationToken ct) =>
        db.InTransaction<bool>(
            Access.Bookkeeping,
            () =>
            {
                queue();
                return Task.FromResult<Outcome<bool>>(true);
            },
            ct
        );

    /// <summary>Checks a secret whose attempt was counted beforehand, where nobody may look at it because too many come at once.</summary>
    /// <param name="takeBack">Queues that nobody looked at it: such an attempt is no wrong one.</param>
    /// <exception cref="Refused">Too many are being checked.</exception>
    public static async Task<T> CheckCountedAsync<T>(this IDb db, Func<Task<T>> check, Action takeBack, CancellationToken ct)
    {
        try
        {
            return await check();
        }
        catch (Refused)
        {
            await db.KeepAsync(takeBack, ct);
            throw;
        }
    }
}
