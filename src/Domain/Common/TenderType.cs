namespace PosCommerce.Domain.Common;

/// <summary>A way to pay that a merchant takes, as data: rules ask what it does, never what it is called.</summary>
/// <param name="Code">By which tills name it in a sale.</param>
/// <param name="Name">What people call it.</param>
/// <param name="GivesChange">It may pay more than is due; the rest goes back in cash.</param>
/// <param name="Rounding">Whether what it pays is rounded where small coins are not in use.</param>
/// <param name="NeedsReference">A sale has to say what the card terminal or the voucher calls the payment.</param>
/// <param name="IsActive">New sales may be paid with it.</param>
public sealed record TenderType(
    string Code,
    string Name,
    bool GivesChange,
    TenderRounding Rounding,
    bool NeedsReference = false,
    bool IsActive = true
)
{
    /// <summary>What a code looks like.</summary>
    public const string CodeForm = @"^[a-z0-9][a-z0-9-]{0,49}\z";

    public const string CodeMessage = "Must be lower-case letters, digits and hyphens, 50 at most.";

    /// <summary>Notes and coins.</summary>
    public static readonly TenderType Cash = new("cash", "Cash", GivesChange: true, TenderRounding.AsCash);

    /// <summary>A debit or credit card.</summary>
    public static readonly TenderType Card = new("card", "Card", GivesChange: false, TenderRounding.WithTheTotal);

    /// <summary>Anything else that pays an exact amount, such as a voucher.</summary>
    public static readonly TenderType Other = new("other", "Other", GivesChange: false, TenderRounding.Never);

    /// <summary>What a merchant takes who has decided nothing else.</summary>
    public static readonly IReadOnlyList<TenderType> Predefined = [Cash, Card, Other];
}

/// <summary>Whether what a tender pays is rounded where small coins are not in use.</summary>
public enum TenderRounding
{
    /// <summary>It is paid in coins, and rounded as they are.</summary>
    AsCash,

    /// <summary>It could pay any amount: rounded only where a country rounds the total whatever pays it.</summary>
    WithTheTotal,

    /// <summary>It pays its exact amount, everywhere.</summary>
    Never,
}
