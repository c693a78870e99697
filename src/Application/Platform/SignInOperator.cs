using System.ComponentModel.DataAnnotations;
using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Platform.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Platform;

/// <summary>Signs an operator of the platform in, outside of every tenant.</summary>
public sealed record SignInOperator(string Email, string Password) : IAnonymousCommand<OperatorTokens>, ITenantless;

/// <param name="AccessToken">Bearer token for the operations of the platform.</param>
/// <param name="ExpiresIn">Seconds until it and the session end; there is no refresh.</param>
public sealed record OperatorTokens([property: Form(Forms.Jwt, 4_000)] string AccessToken, [property: Range(1, 86_400)] int ExpiresIn);

internal sealed class SignInOperatorValidator : AbstractValidator<SignInOperator>
{
    public SignInOperatorValidator()
    {
        RuleFor(c => c.Email).TypedEmail();
        RuleFor(c => c.Password).Password(256);
    }
}

internal sealed class SignInOperatorHandler(
    IDb db,
    OperatorAttempts attempts,
    IOperatorCredentials credentials,
    RequestContext context,
    TimeProvider clock
) : IAnonymousCommandHandler<SignInOperator, OperatorTokens>
{
    // Short, because what an operator can do is far-reaching.
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string FindSql = """
        select operator_id, password_hash
          from platform.operator
         where email_key = lower(@Email)
           and disabled_at is null
        """;

    // Locked: a new password that is given now waits, and then ends this session with the others.
    private const string LockSql = """
        select operator_id
          from platform.operator
         where operator_id = @OperatorId
           and password_hash = @PasswordHash
           and disabled_at is null
           for no key update
        """;

    private const string StartSql = """
        insert into platform.operator_session (session_id, operator_id, started_at, expires_at, client_address, user_agent)
        values (@SessionId, @OperatorId, @Now, @ExpiresAt, @ClientAddress::inet, @UserAgent)
        """;

    public async Task<OperatorTokens> Handle(SignInOperator command, CancellationToken ct)
    {
        // Counted before it is checked, so that many at once are many; no connection waits while the password is hashed.
        var (found, account) = await db.InTransaction<(Found?, string)>(
            Access.Bookkeeping,
            async () =>
            {
                var claimed = await attempts.ClaimAsync(command.Email, context.Network, ct);
                return (await db.QuerySingleOrDefaultAsync<Found>(FindSql, new { command.Email }, ct), claimed);
            },
            ct
        );
        var isRight = await db.CheckCountedAsync(
            () => credentials.IsRightAsync(command.Password, found?.PasswordHash, ct),
            () => attempts.TakeBack(account, context.Network),
            ct
        );
        return await db.InTransaction(Access.Write, () => DecideAsync(found, account, isRight, ct), ct);
    }

    private async Task<Outcome<OperatorTokens>> DecideAsync(Found? found, string account, bool isRight, CancellationToken ct)
    {
        if (found is not null)
            db.Concerns("operatorId", found.OperatorId);
        if (found is null || !isRight || await db.QuerySingleOrDefaultAsync<Guid?>(LockSql, found, ct) is null)
            return Outcome<OperatorTokens>.Refuse(PlatformErrors.SignInFailed);

        attempts.Forgive(account, context.Network);
        var now = clock.GetUtcNow();
        var session = Ids.New();
        db.Concerns("sessionId", session);
        db.Enqueue(
            StartSql,
            new
            {
                SessionId = session,
                found.OperatorId,
                Now = now,
                ExpiresAt = now + Lifetime,
                context.ClientAddress,
                context.UserAgent,
            }
        );
        return new OperatorTokens(credentials.Issue(found.OperatorId, session, Lifetime), (int)Lifetime.TotalSeconds);
    }

    private sealed record Found(Guid OperatorId, string PasswordHash);
}

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
    private const string CountSql = """
        insert into platform.sign_in_attempts as a (kind, subject, failures, last_attempt_at)
        values (@Kind, @Subject, 1, @Now)
            on conflict (kind, subject) do update
           set failures = case when a.blocked_until > @Now then a.failures
                           when a.last_attempt_at < @ForgottenBefore then 1
                           else a.failures + 1 end,
               last_attempt_at = case when a.blocked_until > @Now then a.last_attempt_at else @Now end
        returning failures, blocked_until
        """;

    private const string BlockSql = """
        update platform.sign_in_attempts
           set blocked_until = @Until
         where kind = @Kind
           and subject = @Subject
        """;

    // The account is named as the database compares it: a spelling of which .NET thinks otherwise would be counted apart.
    private const string AccountSql = "select lower(@Email)";

    // One that was right wipes out the others at its account, and not those from its address: whoever has an account of their own
    // would else wipe out what they guessed at the others.
    private const string TakeBackSql = """
        update platform.sign_in_attempts
           set failures = case when @All then 0 else greatest(failures - 1, 0) end,
               blocked_until = null
         where kind = @Kind
           and subject = @Subject
        """;

    /// <summary>Counts an attempt at an account, which may not exist, and answers under which name.</summary>
    /// <exception cref="Refused">There were too many; the error says when to come back.</exception>
    public async Task<string> ClaimAsync(string email, string? address, CancellationToken ct)
    {
        var account =
            await db.QuerySingleOrDefaultAsync<string?>(AccountSql, new { Email = email }, ct)
            ?? throw new InvalidOperationException("Naming the account answered nothing.");
        var (own, now) = (0, clock.GetUtcNow());
        foreach (var (kind, subject) in Subjects(account, address))
        {
            var count =
                await db.QuerySingleOrDefaultAsync<Count>(
                    CountSql,
                    new
                    {
                        Kind = kind,
                        Subject = subject,
                        Now = now,
                        ForgottenBefore = now - Backoff.Memory,
                    },
                    ct
                ) ?? throw new InvalidOperationException("Counting answered no row.");
            if (kind == AtAddress)
                own = count.Failures;
            if (count.BlockedUntil > now)
                RequireTurn(kind, account, address, own, count.BlockedUntil.Value - now);
            else if (Limits[kind].After(count.Failures) is var wait && wait > TimeSpan.Zero)
                db.Enqueue(
                    BlockSql,
                    new
                    {
                        Kind = kind,
                        Subject = subject,
                        Until = now + wait,
                    }
                );
        }

        return account;
    }

    /// <summary>Queues that the attempt was right.</summary>
    public void Forgive(string account, string? address)
    {
        foreach (var (kind, subject) in Subjects(account, address))
            db.Enqueue(
                TakeBackSql,
                new
                {
                    Kind = kind,
                    Subject = subject,
                    All = kind != Address,
                }
            );
    }

    /// <summary>Queues that the attempt was not even looked at; over all addresses it may not have been counted, and stays.</summary>
    public void TakeBack(string account, string? address)
    {
        foreach (var (kind, subject) in Subjects(account, address).Where(s => s.Kind != Account))
            db.Enqueue(
                TakeBackSql,
                new
                {
                    Kind = kind,
                    Subject = subject,
                    All = false,
                }
            );
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
