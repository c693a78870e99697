using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>
/// Limits guessing at passwords: strictly by account and address, generously by address, and over all addresses by account.
/// The last one does not hold for an address from which the account has signed in lately, or its password was set by a link,
/// and every other address has its turn: a stranger who guesses from everywhere cannot keep the owner out.
/// </summary>
internal sealed class PasswordAttempts(IDb db, SignInAttempts attempts, RequestContext context, TimeProvider clock)
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    // The account is named as the database compares it: a spelling of which .NET thinks otherwise would be counted apart.
    private const string SubjectSql =
        """
        select lower(@Email) as account,
               exists (select
                         from identity.session
                        where tenant_id = @tenant
                          and user_id = @UserId
                          and client_address <<= @Network::inet
                          and started_at > @Since)
               or exists (select
                            from identity.password_link
                           where tenant_id = @tenant
                             and user_id = @UserId
                             and used_from <<= @Network::inet
                             and used_at > @Since) as is_known
        """;

    private string Address => context.Network ?? "";

    /// <summary>Counts an attempt at an account, which may not exist.</summary>
    /// <exception cref="Refused">There were too many.</exception>
    public async Task<PasswordClaim> ClaimAsync(string email, Guid? userId, CancellationToken ct)
    {
        var subject = await db.QuerySingleOrDefaultAsync<Subject>(
            SubjectSql, new { Email = email, UserId = userId, context.Network, Since = clock.GetUtcNow() - Lately }, ct);
        if (subject is not { Account: { } account })
            throw new InvalidOperationException("Naming the account answered nothing.");
        var own = await attempts.ClaimAsync(AttemptKind.AccountAtAddress, AtAddress(account), ct);
        await attempts.ClaimAsync(AttemptKind.Address, Address, ct);
        return new PasswordClaim(account, subject.IsKnown is not true && await IsCountedAsync(account, own, ct));
    }

    /// <summary>Queues that the attempt was not even looked at.</summary>
    public void TakeBack(PasswordClaim claim)
    {
        attempts.TakeBack(AttemptKind.AccountAtAddress, AtAddress(claim.Account));
        attempts.TakeBack(AttemptKind.Address, Address);
        if (claim.IsCountedByAccount)
            attempts.TakeBack(AttemptKind.Account, claim.Account);
    }

    /// <summary>Queues that the attempt was right.</summary>
    public void Forgive(PasswordClaim claim)
    {
        attempts.Forgive(AttemptKind.AccountAtAddress, AtAddress(claim.Account));
        attempts.TakeBack(AttemptKind.Address, Address);
        attempts.Forgive(AttemptKind.Account, claim.Account);
    }

    private async Task<bool> IsCountedAsync(string account, int own, CancellationToken ct)
    {
        var claim = await attempts.TryClaimAsync(AttemptKind.Account, account, ct);
        if (claim.Wait <= TimeSpan.Zero)
            return true;
        var wait = Turns.Wait(account, Address, own, claim.Wait, clock.GetUtcNow());
        return wait > TimeSpan.Zero ? throw new Refused(IdentityErrors.TooManyAttempts with { RetryAfter = wait }) : false;
    }

    private string AtAddress(string account) => $"{account} {Address}";

    private sealed record Subject(string? Account, bool? IsKnown);
}

/// <summary>An attempt that was counted.</summary>
/// <param name="Account">The name that it was made under.</param>
/// <param name="IsCountedByAccount">It counts among those from all addresses, too.</param>
internal sealed record PasswordClaim(string Account, bool IsCountedByAccount);
