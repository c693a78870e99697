namespace PosCommerce.Domain.Common;

/// <summary>One way to fail, as data: stable enough to program against and clear enough to show.</summary>
/// <param name="Kind">What it means to a caller.</param>
/// <param name="Code">Stable and unique, <c>context.what_happened</c>; clients branch on it.</param>
/// <param name="Message">One sentence for a person.</param>
/// <param name="Remedy">What the caller can do about it.</param>
public sealed record Error(ErrorKind Kind, string Code, string Message, string Remedy)
{
    /// <summary>For <see cref="ErrorKind.Invalid"/>, and where a rule is about one member: what is wrong, by its JSON name.</summary>
    public IReadOnlyDictionary<string, string[]>? Fields { get; init; }

    /// <summary>For <see cref="ErrorKind.TooMany"/> and <see cref="ErrorKind.Unavailable"/>: when to try again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For an act that somebody else may approve: what there is to approve.</summary>
    public Challenge? Challenge { get; init; }
}

/// <summary>One act that somebody may approve, once and soon. It is bound to what it names.</summary>
/// <param name="Permission">The right that the act takes, and that whoever approves it must hold in the store.</param>
/// <param name="SubjectId">What the act is done to.</param>
/// <param name="Amount">How much it is about, in minor units.</param>
/// <param name="ExpiresAt">Until when it can be approved.</param>
public sealed record Challenge(
    Guid ChallengeId,
    string Permission,
    Guid StoreId,
    Guid? SubjectId,
    long? Amount,
    string? Currency,
    DateTimeOffset ExpiresAt
)
{
    /// <summary>How many decimals the minor unit of <see cref="Currency"/> stands for; absent without an amount.</summary>
    public int? CurrencyDigits => Currency is null ? null : Currencies.DigitsOf(Currency);
}
