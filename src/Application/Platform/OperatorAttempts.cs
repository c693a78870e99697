using System.Security.Cryptography;
using System.Text;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Limits how often operators' passwords can be guessed. Attempts are counted before they are checked.</summary>
internal sealed class OperatorAttempts(IDb db, TimeProvider clock)
{
    private const string AtAddress = "account_at_address";
    private const string Address = "address";
    private const string Account = "account";

    private static readonly Dictionary<string, Backoff> Limits = new(StringComparer.Ordinal)
    {
        [AtAddress] = new Backoff(5, TimeSpan.FromMinutes(15)),
        [Address] = new Backoff(20, TimeSpan.FromMinutes(15)),
        // Over all addresses: short, so that a stranger cannot keep an operator out.
        [Account] = new Backoff(50, TimeSpan.FromMinutes(1)),
    };

    // An attempt that comes while it is blocked changes nothing: it cannot make the block longer.
    private const string CountSql =
        """
        insert into platform.sign_in_attempts as a (kind, subject, failures, last_attempt_at)
        values (@Kind, @Subject, 1, @Now)
            on conflict (kind, subject) do update
           set failures = case when a.blocked_until > @Now then a.failures when a.last_attempt_at < @ForgottenBefore then 1 else a.failures + 1 end,
               last_attempt_at = case when a.blocked_until > @Now then a.last_attempt_at else @Now end
        returning failures, blocked_until
        """;

    private const string BlockSql =
        """
        update platform.sign_in_attempts
           set blocked_until = @Until
         where kind = @Kind
           and subject = @Subject
        """;

    // The account is named as the database compares it: a spelling of which .NET thinks otherwise would be counted apart.
    private const string AccountSql = "select lower(@Email)";

    private const string ForgiveSql =
        """
        update platform.sign_in_attempts
           set failures = 0,
               blocked_until = null
         where kind = @Kind
           and subject = @Subject
        """;

    // Not all of them: whoever has an account of their own would else wipe out what they guessed at the others.
    private const string TakeBackSql =
        """
        update platform.sign_in_attempts
           set failures = greatest(failures - 1, 0),
               blocked_until = null
         where kind = @Kind
           and subject = @Subject
        """;

    /// <summary>Counts an attempt at an account, which may not exist, and answers under which name.</summary>
    /// <exception cref="Refused">There were too many; the error says when to come back.</exception>
    public async Task<string> ClaimAsync(string email, string? address, CancellationToken ct)
    {
        var account = await db.QuerySingleOrDefaultAsync<string?>(AccountSql, new { Email = email }, ct)
            ?? throw new InvalidOperationException("Naming the account answered nothing.");
        var (own, now) = (0, clock.GetUtcNow());
        foreach (var (kind, subject) in Subjects(account, address))
        {
            var count = await db.QuerySingleOrDefaultAsync<Count>(CountSql, new { Kind = kind, Subject = subject, Now = now, ForgottenBefore = now - Backoff.Memory }, ct)
                ?? throw new InvalidOperationException("Counting answered no row.");
            if (kind == AtAddress)
                own = count.Failures;
            if (count.BlockedUntil > now)
                RequireTurn(kind, account, address, own, count.BlockedUntil.Value - now);
            else if (Limits[kind].After(count.Failures) is var wait && wait > TimeSpan.Zero)
                db.Enqueue(BlockSql, new { Kind = kind, Subject = subject, Until = now + wait });
        }

        return account;
    }

    /// <summary>Queues that the attempt was right.</summary>
    public void Forgive(string account, string? address)
    {
        foreach (var (kind, subject) in Subjects(account, address))
            db.Enqueue(kind == Address ? TakeBackSql : ForgiveSql, new { Kind = kind, Subject = subject });
    }

    /// <summary>Queues that the attempt was not even looked at; over all addresses it may not have been counted, and stays.</summary>
    public void TakeBack(string account, string? address)
    {
        foreach (var (kind, subject) in Subjects(account, address).Where(s => s.Kind != Account))
            db.Enqueue(TakeBackSql, new { Kind = kind, Subject = subject });
    }

    // Blocked: over all addresses only until it is the turn of this one.
    private void RequireTurn(string kind, string account, string? address, int own, TimeSpan blocked)
    {
        var wait = kind == Account ? Turns.Wait(account, address ?? "", own, blocked, clock.GetUtcNow()) : blocked;
        if (wait > TimeSpan.Zero)
            throw new Refused(PlatformErrors.TooManyAttempts with { RetryAfter = wait });
    }

    private static IEnumerable<(string Kind, byte[] Subject)> Subjects(string account, string? address)
    {
        yield return (AtAddress, Hash($"{account} {address}"));
        yield return (Account, Hash(account));
        if (address is not null)
            yield return (Address, Hash(address));
    }

    private static byte[] Hash(string subject) => SHA256.HashData(Encoding.UTF8.GetBytes(subject));

    private sealed record Count(int Failures, DateTimeOffset? BlockedUntil);
}
