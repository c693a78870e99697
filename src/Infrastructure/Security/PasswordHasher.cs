using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Security;

/// <summary>
/// Argon2id off the request's thread and through a gate: a flood of sign-ins queues here and is soon told to come back,
/// instead of taking the processor from those who sell.
/// </summary>
internal sealed class PasswordHasher(HashingGates gates, RequestContext context, Argon2Engine engine) : IPasswordHasher
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);
    private static readonly Error GateIsFull = new(
        ErrorKind.TooMany,
        "identity.too_many_sign_ins",
        "Too many people are signing in at this moment.",
        "Try again after the time in Retry-After."
    )
    {
        RetryAfter = Patience,
    };

    // What an unknown user's password is compared with; made once, of a password nobody can have.
    private static readonly Lazy<string> Nobody = new(() => Argon2.Hash(Guid.NewGuid().ToString()));

    public Task<string> HashAsync(string password, CancellationToken ct) => ThroughGateAsync(() => Argon2.Hash(password, engine), ct);

    public Task<PasswordCheck> CheckAsync(string password, string? hash, CancellationToken ct) =>
        ThroughGateAsync(
            () =>
            {
                var isRight = Argon2.Verify(password, hash ?? Nobody.Value, engine) && hash is not null;
                return new PasswordCheck(isRight, isRight && Argon2.IsOutdated(hash!)); // A right password has a hash.
            },
            ct
        );

    private async Task<T> ThroughGateAsync<T>(Func<T> work, CancellationToken ct)
    {
        var gate = context.IsSignedIn ? gates.SignedIn : gates.Anonymous;
        if (!await gate.WaitAsync(Patience, ct))
            throw new Refused(GateIsFull);
        try
        {
            // A thread of its own: the pool has no more of them than there are cores, and while one hashes, all other requests
            // wait for the rest.
            return await Task.Factory.StartNew(work, ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            gate.Release();
        }
    }
}

/// <summary>
/// How many may hash at once: together as many as there are cores, whoever computes, and that bounds the memory too. Tills and
/// people who are signed in have a gate of their own, so that no stranger keeps a cashier from changing places.
/// </summary>
internal sealed class HashingGates : IDisposable
{
    private static readonly int Width = Math.Max(1, Environment.ProcessorCount / 2);

    public SemaphoreSlim Anonymous { get; } = new(Width);

    public SemaphoreSlim SignedIn { get; } = new(Width);

    public void Dispose()
    {
        Anonymous.Dispose();
        SignedIn.Dispose();
    }
}
