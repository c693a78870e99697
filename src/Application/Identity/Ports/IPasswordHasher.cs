namespace PosCommerce.Application.Identity.Ports;

/// <summary>Hashes passwords behind a gate: only so many at once, because each costs a core for a while.</summary>
public interface IPasswordHasher
{
    Task<string> HashAsync(string password, CancellationToken ct);

    /// <summary>
    /// Does the password belong to the hash? Without a hash (an unknown user) the same work is done and the answer is no,
    /// so that time tells nothing about who exists.
    /// </summary>
    Task<PasswordCheck> CheckAsync(string password, string? hash, CancellationToken ct);
}

/// <param name="IsRight">The password belongs to the hash.</param>
/// <param name="IsOutdated">It does, and should be hashed anew with the present parameters.</param>
public readonly record struct PasswordCheck(bool IsRight, bool IsOutdated);
