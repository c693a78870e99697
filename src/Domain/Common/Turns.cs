using System.Security.Cryptography;
using System.Text;

namespace PosCommerce.Domain.Common;

/// <summary>
/// While an account is guessed at from everywhere, its owner, at a new address, cannot be told from those who guess. So each
/// address has a turn: one minute of every quarter of an hour, and no other address can take it away.
/// </summary>
public static class Turns
{
    // Within an hour: whoever mistypes in their turn gets another try.
    private const int Failures = 3;

    public static readonly TimeSpan Length = TimeSpan.FromMinutes(1);
    private const int Round = 15;

    /// <summary>How long an address waits at an account that is blocked over all addresses; zero while it is its turn.</summary>
    /// <param name="failures">Of this address at this account within an hour, the attempt that asks included.</param>
    /// <param name="blocked">How long the account is blocked.</param>
    public static TimeSpan Wait(string account, string address, int failures, TimeSpan blocked, DateTimeOffset now) =>
        failures <= Failures && Until(account, address, now) is var turn && turn < blocked ? turn : blocked;

    /// <summary>How long until it is the turn of this address at this account; zero while it is.</summary>
    public static TimeSpan Until(string account, string address, DateTimeOffset now)
    {
        var place = SHA256.HashData(Encoding.UTF8.GetBytes($"{account} {address}"))[0] % Round;
        var (minute, into) = (now.UtcTicks / Length.Ticks, now.UtcTicks % Length.Ticks);
        var away = (int)((place - (minute % Round) + Round) % Round);
        return away == 0 ? TimeSpan.Zero : (away * Length) - TimeSpan.FromTicks(into);
    }
}
