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

    // The account is named as the database compares it: a spelling of which .NET thinks otherwise would be counted apart.
    private const string SubjectSql =
        """
        select lower(@Email) as account,
               exists (select
                         from identity.session
                        where tenant_id = @tenant
                          and user_id = @UserId
                          and client_address = @ClientAddress::inet
                          and started_at > @Since) as is_known
        """;

    private string Address => context.ClientAddress ?? "";

    /// <summary>Counts an attempt at an account, which may not exist, and answers under which name.</summary>
    /// <exception cref="Domain.Common.Refused">There were too many.</exception>
    public async Task<string> ClaimAsync(string email, Guid? userId, CancellationToken ct)
    {
        var subject = await db.QuerySingleOrDefaultAsync<Subject>(
            SubjectSql, new { Email = email, UserId = userId, context.ClientAddress, Since = clock.GetUtcNow() - Lately }, ct);
        if (subject is not { Account: { } account })
            throw new InvalidOperationException("Naming the account answered nothing.");
        await attempts.ClaimAsync(AttemptKind.AccountAtAddress, AtAddress(account), ct);
        await attempts.ClaimAsync(AttemptKind.Address, Address, ct);
        if (subject.IsKnown is not true)
            await attempts.ClaimAsync(AttemptKind.Account, account, ct);
        return account;
    }

    /// <summary>Queues that the attempt was right.</summary>
    public void Forgive(string account)
    {
        attempts.Forgive(AttemptKind.AccountAtAddress, AtAddress(account));
        attempts.TakeBack(AttemptKind.Address, Address);
        attempts.Forgive(AttemptKind.Account, account);
    }

    private string AtAddress(string account) => $"{account} {Address}";

    private sealed record Subject(string? Account, bool? IsKnown);
}
