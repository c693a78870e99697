using PosCommerce.Application.Common;

namespace PosCommerce.Application.Identity;

/// <summary>
/// Limits guessing at passwords: strictly by account and address, generously by address, and over all addresses by account.
/// The last one does not hold for an address from which the account has signed in lately, so that a stranger who guesses
/// from everywhere cannot keep the owner out.
/// </summary>
internal sealed class PasswordAttempts(IDb db, SignInAttempts attempts, RequestContext context, TimeProvider clock)
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    private const string IsKnownSql =
        """
        select exists (select
                         from identity.session
                        where tenant_id = @tenant
                          and user_id = @UserId
                          and client_address = @ClientAddress::inet
                          and started_at > @Since)
        """;

    private string Address => context.ClientAddress ?? "";

    /// <summary>Counts an attempt at an account, which may not exist.</summary>
    /// <exception cref="Domain.Common.Refused">There were too many.</exception>
    public async Task ClaimAsync(string email, Guid? userId, CancellationToken ct)
    {
        var isKnown = await db.QuerySingleOrDefaultAsync<bool>(
            IsKnownSql, new { UserId = userId, ClientAddress = context.ClientAddress, Since = clock.GetUtcNow() - Lately }, ct);
        await attempts.ClaimAsync(AttemptKind.AccountAtAddress, AtAddress(email), ct);
        await attempts.ClaimAsync(AttemptKind.Address, Address, ct);
        if (!isKnown)
            await attempts.ClaimAsync(AttemptKind.Account, Account(email), ct);
    }

    /// <summary>Queues that the attempt was right.</summary>
    public void Forgive(string email)
    {
        attempts.Forgive(AttemptKind.AccountAtAddress, AtAddress(email));
        attempts.Forgive(AttemptKind.Address, Address);
        attempts.Forgive(AttemptKind.Account, Account(email));
    }

    private static string Account(string email) => email.ToLowerInvariant();

    private string AtAddress(string email) => $"{Account(email)} {Address}";
}
