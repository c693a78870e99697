using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>Checks passwords and PINs whose attempts were counted beforehand.</summary>
internal static class SecretChecks
{
    /// <summary>Does the secret belong to the hash?</summary>
    /// <param name="takeBack">Queues that nobody looked at it: one that came when too many were being checked is no wrong one.</param>
    /// <exception cref="Refused">Too many are being checked.</exception>
    public static async Task<PasswordCheck> CheckCountedAsync(this IPasswordHasher hasher, IDb db, string secret, string? hash, Action takeBack, CancellationToken ct)
    {
        try
        {
            return await hasher.CheckAsync(secret, hash, ct);
        }
        catch (Refused)
        {
            await db.InTransaction<bool>(
                Access.Bookkeeping,
                () =>
                {
                    takeBack();
                    return Task.FromResult<Outcome<bool>>(true);
                },
                ct);
            throw;
        }
    }
}
