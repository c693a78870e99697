using System.Security.Cryptography;
using System.Text;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Identity;

/// <summary>What can be guessed, and by what the guesses are counted.</summary>
public enum AttemptKind
{
    /// <summary>A password, by the account that is named from one address.</summary>
    AccountAtAddress,

    /// <summary>A password, by the account over all addresses from which it has not been right lately.</summary>
    Account,

    /// <summary>A password of anybody, by the address.</summary>
    Address,

    /// <summary>A PIN, by the person at one terminal.</summary>
    PinAtTerminal,

    /// <summary>A PIN, by the person over all terminals.</summary>
    Pin,

    /// <summary>A PIN of anybody, by the terminal.</summary>
    Terminal,

    /// <summary>A code of a second factor, by the person.</summary>
    SecondFactor,

    /// <summary>A pairing code, by the address.</summary>
    Pairing,
}

/// <summary>
/// Published by Identity: limits how often anything is guessed. An attempt is counted before it is checked, so that a hundred
/// at once are a hundred attempts, and forgiven when it was right; one that comes while it is blocked changes nothing, so
/// that nobody can keep somebody else out for good.
/// </summary>
public sealed class SignInAttempts(IDb db, TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(15);

    // One failure is forgotten after each of these.
    private static readonly TimeSpan Ease = TimeSpan.FromMinutes(5);

    private static readonly Dictionary<AttemptKind, Limit> Limits = new()
    {
        [AttemptKind.AccountAtAddress] = new("account_at_address", new Backoff(5, Longest)),
        // A guess from ever new addresses is slowed down, not stopped: the owner, from a new address, waits a minute at most.
        [AttemptKind.Account] = new("account", new Backoff(50, TimeSpan.FromMinutes(1))),
        // All people of a store share one, and all over the day some of them mistype.
        [AttemptKind.Address] = new("address", new Backoff(50, Longest), Ease),
        [AttemptKind.PinAtTerminal] = new("pin_at_terminal", new Backoff(5, Longest)),
        // Never forgotten, only forgiven: so many wrong ones in a row end a PIN, however slowly they come.
        [AttemptKind.Pin] = new("pin", new Backoff(10, Longest), IsForgotten: false),
        [AttemptKind.Terminal] = new("terminal", new Backoff(20, Longest), Ease),
        [AttemptKind.SecondFactor] = new("second_factor", new Backoff(5, Longest)),
        [AttemptKind.Pairing] = new("pairing", new Backoff(10, Longest)),
    };

    private const string CountSql = """
        insert into identity.sign_in_attempts as a (kind, subject, failures, last_attempt_at, eased_at)
        values (@Kind, @Subject, 1, @Now, @Now)
            on conflict (tenant_id, kind, subject) do update
           set failures = case when a.blocked_until > @Now then a.failures
                           when a.last_attempt_at < @ForgottenBefore then 1
                           else a.failures + 1 end,
               last_attempt_at = case when a.blocked_until > @Now then a.last_attempt_at else @Now end
        returning failures, blocked_until
        """;

    // Before it is counted. What is left of the time counts towards the next one.
    private const string EaseSql = """
        update identity.sign_in_attempts
           set failures = greatest(
                   failures - floor(extract(epoch from @Now::timestamptz - coalesce(eased_at, last_attempt_at)) / @Seconds)::integer, 0),
               eased_at = coalesce(eased_at, last_attempt_at)
                          + make_interval(secs => @Seconds
                                * floor(extract(epoch from @Now - coalesce(eased_at, last_attempt_at)) / @Seconds))
         where tenant_id = @tenant
           and kind = @Kind
           and subject = @Subject
           and coalesce(eased_at, last_attempt_at) <= @Now::timestamptz - make_interval(secs => @Seconds)
        """;

    private const string BlockSql = """
        update identity.sign_in_attempts
           set blocked_until = @Until
         where tenant_id = @tenant
           and kind = @Kind
           and subject = @Subject
        """;

    private const string ForgiveSql = """
        update identity.sign_in_attempts
           set failures = 0,
               blocked_until = null
         where tenant_id = @tenant
           and kind = @Kind
           and subject = @Subject
        """;

    // Not all of them: whoever has an account of their own would else wipe out what they guessed at the others.
    private const string TakeBackSql = """
        update identity.sign_in_attempts
           set failures = greatest(failures - 1, 0),
               blocked_until = null
         where tenant_id = @tenant
           and kind = @Kind
           and subject = @Subject
        """;

    /// <summary>Counts an attempt and answers how many there were in a row, this one included.</summary>
    /// <exception cref="Refused">There were too many; the error says when to come back.</exception>
    public async Task<int> ClaimAsync(AttemptKind kind, string subject, CancellationToken ct)
    {
        var claim = await TryClaimAsync(kind, subject, ct);
        return claim.Wait > TimeSpan.Zero
            ? throw new Refused(IdentityErrors.TooManyAttempts with { RetryAfter = claim.Wait })
            : claim.Failures;
    }

    /// <summary>The same for who decides themselves what becomes of an attempt that should wait, and so was not counted.</summary>
    public async Task<Claim> TryClaimAsync(AttemptKind kind, string subject, CancellationToken ct)
    {
        var (name, backoff, ease, isForgotten) = Limits[kind];
        var (hash, now) = (Hash(subject), clock.GetUtcNow());
        if (ease is { } each)
            db.Enqueue(
                EaseSql,
                new
                {
                    Kind = name,
                    Subject = hash,
                    Now = now,
                    Seconds = (int)each.TotalSeconds,
                }
            );
        var forgottenBefore = isForgotten ? now - Backoff.Memory : DateTimeOffset.UnixEpoch;
        var count =
            await db.QuerySingleOrDefaultAsync<Count>(
                CountSql,
                new
                {
                    Kind = name,
                    Subject = hash,
                    Now = now,
                    ForgottenBefore = forgottenBefore,
                },
                ct
            ) ?? throw new InvalidOperationException("Counting answered no row.");
        if (count.BlockedUntil > now)
            return new Claim(count.Failures, count.BlockedUntil.Value - now);
        if (backoff.After(count.Failures) is var wait && wait > TimeSpan.Zero)
            db.Enqueue(
                BlockSql,
                new
                {
                    Kind = name,
                    Subject = hash,
                    Until = now + wait,
                }
            );
        return new Claim(count.Failures, TimeSpan.Zero);
    }

    /// <summary>Queues that the attempt was right, and with it all that were wrong before.</summary>
    public void Forgive(AttemptKind kind, string subject) =>
        db.Enqueue(ForgiveSql, new { Kind = Limits[kind].Name, Subject = Hash(subject) });

    /// <summary>Queues that this one attempt was right, which says nothing about the others that were counted with it.</summary>
    public void TakeBack(AttemptKind kind, string subject) =>
        db.Enqueue(TakeBackSql, new { Kind = Limits[kind].Name, Subject = Hash(subject) });

    private static byte[] Hash(string subject) => SHA256.HashData(Encoding.UTF8.GetBytes(subject));

    private sealed record Limit(string Name, Backoff Backoff, TimeSpan? Ease = null, bool IsForgotten = true);

    private sealed record Count(int Failures, DateTimeOffset? BlockedUntil);
}

/// <param name="Failures">In a row, this attempt included when it was counted.</param>
/// <param name="Wait">Until attempts are taken again; zero when this one is.</param>
public readonly record struct Claim(int Failures, TimeSpan Wait);
