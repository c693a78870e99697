using System.Security.Cryptography;
using System.Text;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Second factors as they are kept and checked: codes of an authenticator app, and recovery codes for when it is lost.</summary>
internal sealed class SecondFactors(IDb db, SignInAttempts attempts, ISecretBox box, ISignInPolicy policy, TimeProvider clock)
{
    public const int LongestCode = 30;
    private const int RecoveryCodes = 10;
    private const int RecoveryCodeLength = 16;
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";

    // Locked: a code works once, also when it comes twice at the same moment.
    private const string LockSql = """
        select sealed_secret, confirmed_at is not null as is_confirmed, last_step
          from identity.totp
         where tenant_id = @tenant
           and user_id = @UserId
           for update
        """;

    private const string StepSql = """
        update identity.totp
           set last_step = @Step
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    private const string UseRecoveryCodeSql = """
        update identity.recovery_code
           set used_at = @Now
         where tenant_id = @tenant
           and user_id = @UserId
           and code_hash = @CodeHash
           and used_at is null
           and withdrawn_at is null
        """;

    private const string WithdrawSql = """
        update identity.recovery_code
           set withdrawn_at = @Now
         where tenant_id = @tenant
           and user_id = @UserId
           and used_at is null
           and withdrawn_at is null
        """;

    private const string AddRecoveryCodesSql = """
        insert into identity.recovery_code (tenant_id, recovery_code_id, user_id, code_hash, made_at)
        select u.tenant_id, code.recovery_code_id, u.user_id, code.code_hash, @Now
          from identity.user_account as u
         cross join unnest(@Ids, @Hashes) as code (recovery_code_id, code_hash)
         where u.tenant_id = @tenant
           and u.user_id = @UserId
        """;

    private const string ForgetSql = """
        update identity.totp
           set sealed_secret = null,
               confirmed_at = null
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    private const string MarkUserSql = """
        update identity.user_account
           set second_factor_since = @Since,
               version = version + case when (second_factor_since is null) = (@Since::timestamptz is null) then 0 else 1 end
         where tenant_id = @tenant
           and user_id = @UserId
        """;

    private const string MarkSessionSql = """
        update identity.session
           set second_factor_at = @Now,
               is_limited = false
         where tenant_id = @tenant
           and session_id = @SessionId
        """;

    /// <summary>Does the merchant ask everybody for one?</summary>
    public Task<bool> IsRequiredAsync(CancellationToken ct) => policy.RequiresSecondFactorAsync(ct);

    /// <summary>What is wrong with a code that was shown; null when it is right. The attempt is counted and forgiven here.</summary>
    public async Task<Error?> ProblemAsync(Guid userId, string? code, CancellationToken ct)
    {
        if (code is null)
            return IdentityErrors.SecondFactorRequired;
        Lock(userId);
        if (await CountAsync(userId, ct) is { } tooMany)
            return tooMany;
        if (!await IsRightAsync(userId, code, ct))
            return IdentityErrors.SecondFactorWrong;
        attempts.Forgive(AttemptKind.SecondFactor, userId.ToString());
        return null;
    }

    /// <summary>Confirms an enrolment by its first code. The session that shows it is good for everything from now on.</summary>
    public async Task<Error?> ConfirmAsync(Guid userId, string code, CancellationToken ct)
    {
        var kept = await db.QuerySingleOrDefaultAsync<Kept>(LockSql, new { UserId = userId }, ct);
        if (kept?.SealedSecret is not { } secret || kept.IsConfirmed)
            return IdentityErrors.SecondFactorNotBegun;
        if (await CountAsync(userId, ct) is { } tooMany)
            return tooMany;
        if (Totp.StepOf(box.Open(secret), code, clock.GetUtcNow(), kept.LastStep) is not { } step)
            return IdentityErrors.SecondFactorWrong;
        attempts.Forgive(AttemptKind.SecondFactor, userId.ToString());
        db.Enqueue(StepSql, new { UserId = userId, Step = step });
        return null;
    }

    /// <summary>
    /// Queues that a user's second factor is held still until this transaction ends. It comes before the user's own row, here
    /// as where somebody signs in: else one would wait for the other, and the other for the one.
    /// </summary>
    public void Lock(Guid userId) => db.Lock(LockSql, new { UserId = userId });

    /// <summary>Queues that the second factor counts from now on, or no longer.</summary>
    public void Mark(Guid userId, DateTimeOffset? since) => db.Enqueue(MarkUserSql, new { UserId = userId, Since = since });

    /// <summary>Queues that this session has shown it just now.</summary>
    public void MarkSession(Guid sessionId) => db.Enqueue(MarkSessionSql, new { SessionId = sessionId, Now = clock.GetUtcNow() });

    /// <summary>Queues a fresh set of recovery codes and answers them; the ones before are withdrawn.</summary>
    public IReadOnlyList<string> ReplaceRecoveryCodes(Guid userId)
    {
        var now = clock.GetUtcNow();
        string[] codes = [.. Enumerable.Range(0, RecoveryCodes).Select(_ => RandomNumberGenerator.GetString(Alphabet, RecoveryCodeLength))];
        db.Enqueue(WithdrawSql, new { UserId = userId, Now = now });
        db.Enqueue(
            AddRecoveryCodesSql,
            new
            {
                UserId = userId,
                Now = now,
                Ids = codes.Select(_ => Ids.New()).ToArray(),
                Hashes = codes.Select(HashOf).ToArray(),
            }
        );
        return codes;
    }

    /// <summary>Queues the end of a user's second factor.</summary>
    public void Forget(Guid userId)
    {
        db.Enqueue(ForgetSql, new { UserId = userId });
        db.Enqueue(WithdrawSql, new { UserId = userId, Now = clock.GetUtcNow() });
        Mark(userId, since: null);
    }

    // What is refused with its facts kept: a password that was shown besides, and was right, is none that was guessed.
    private async Task<Error?> CountAsync(Guid userId, CancellationToken ct) =>
        (await attempts.TryClaimAsync(AttemptKind.SecondFactor, userId.ToString(), ct)).Wait is var wait && wait > TimeSpan.Zero
            ? IdentityErrors.TooManyAttempts with
            {
                RetryAfter = wait,
            }
            : null;

    private async Task<bool> IsRightAsync(Guid userId, string code, CancellationToken ct)
    {
        var kept = await db.QuerySingleOrDefaultAsync<Kept>(LockSql, new { UserId = userId }, ct);
        // Before the secret is opened: recovery codes must work where its key is lost.
        if (
            await db.ExecuteAsync(
                UseRecoveryCodeSql,
                new
                {
                    UserId = userId,
                    CodeHash = HashOf(code),
                    Now = clock.GetUtcNow(),
                },
                ct
            ) == 1
        )
            return true;
        if (
            kept is not { SealedSecret: { } secret, IsConfirmed: true }
            || Totp.StepOf(box.Open(secret), code, clock.GetUtcNow(), kept.LastStep) is not { } step
        )
            return false;
        db.Enqueue(StepSql, new { UserId = userId, Step = step });
        return true;
    }

    // Eighty random bits need no slow hash.
    private static byte[] HashOf(string code) => SHA256.HashData(Encoding.UTF8.GetBytes(code.Trim().ToLowerInvariant()));

    private sealed record Kept(byte[]? SealedSecret, bool IsConfirmed, long LastStep);
}
