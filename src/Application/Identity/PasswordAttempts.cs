using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>
/// Limits guessing at passwords: strictly by account and address, generously by address, and over all addresses by account.
/// The last one does not hold for an address from which the account has signed in lately, or its password was set by a link,
/// and every other address has its turn: a stranger who guesses from everywhere cannot keep the owner out.
/// </summary>
internal sealed class PasswordAttempts(SignInAttempts attempts, RequestContext context)
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(30);

    /// <summary>Where the attempt comes from.</summary>
    public string? Network => context.Network;

    /// <summary>Since when somebody has been somewhere lately.</summary>
    public DateTimeOffset Since => context.Now - Lately;

    private string Address => context.Network ?? "";

    /// <summary>Counts an attempt at an account, which may not exist.</summary>
    /// <param name="account">Its name as the database compares it.</param>
    /// <param name="isKnown">Its owner has lately been where the attempt comes from.</param>
    /// <exception cref="Refused">There were too many.</exception>
    public async Task<PasswordClaim> ClaimAsync(string account, bool isKnown, CancellationToken ct)
    {
        var own = await attempts.ClaimAsync(AttemptKind.AccountAtAddress, AtAddress(account), ct);
        await attempts.ClaimAsync(AttemptKind.Address, Address, ct);
        return new PasswordClaim(account, !isKnown && await IsCountedAsync(account, own, ct));
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
        var wait = Turns.Wait(account, Address, own, claim.Wait, context.Now);
        return wait > TimeSpan.Zero ? throw new Refused(IdentityErrors.TooManyAttempts with { RetryAfter = wait }) : false;
    }

    private string AtAddress(string account) => $"{account} {Address}";
}

/// <summary>An attempt that was counted.</summary>
/// <param name="Account">The name that it was made under.</param>
/// <param name="IsCountedByAccount">It counts among those from all addresses, too.</param>
internal sealed record PasswordClaim(string Account, bool IsCountedByAccount);
