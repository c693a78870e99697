namespace PosCommerce.Application.Customers;

/// <summary>What a customer agreed to, or took back; the newest of each kind holds.</summary>
/// <param name="Kind">To what, as in `newsletter`.</param>
/// <param name="IsGiven">False when it was taken back.</param>
/// <param name="Source">Where they said so, as in `till` or `signup-form-3`.</param>
/// <param name="ToldAt">When they said so.</param>
public sealed record Consent(
    Guid ConsentId,
    Guid CustomerId,
    string Kind,
    bool IsGiven,
    string Source,
    DateTimeOffset ToldAt,
    DateTimeOffset RecordedAt,
    Guid RecordedBy
);
