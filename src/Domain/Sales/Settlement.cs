using PosCommerce.Domain.Common;

namespace PosCommerce.Domain.Sales;

/// <summary>What comes of paying: <see cref="Settled"/>, or one of the ways to fail.</summary>
public abstract record Settlement
{
    private protected Settlement() { }
}

/// <summary>
/// The sale is paid; tendered - change = total + rounding, and the change never exceeds what the tenders pay that give change.
/// </summary>
/// <param name="Rounding">What the smallest coin adds to the total, or takes off it; zero where nothing is rounded.</param>
public sealed record Settled(long Tendered, long Change, long Rounding = 0) : Settlement;

/// <summary>A way in which tenders fail to pay a sale.</summary>
public abstract record TenderProblem : Settlement
{
    private protected TenderProblem() { }
}

/// <summary>Something is due, and nothing was offered.</summary>
/// <param name="Due">The total; rounded only where it is for every tender.</param>
public sealed record NoTender(long Due) : TenderProblem;

/// <summary>The tenders do not reach the total, rounded where the rule rounds it.</summary>
public sealed record Underpaid(long Missing) : TenderProblem;

/// <summary>Tenders that give no change exceed the total, by themselves.</summary>
public sealed record NonCashExceedsTotal(long Excess) : TenderProblem;

/// <summary>More goes back than is owed.</summary>
public sealed record RefundExceedsDue(long Excess) : TenderProblem;

/// <summary>A tender pays nothing, or takes money out.</summary>
/// <param name="Tender">Index of the first such tender.</param>
public sealed record AmountNotPositive(int Tender) : TenderProblem;

/// <summary>The tenders together leave the bounds of <see cref="Money.MaxAmount"/>.</summary>
/// <param name="Tender">Index of the tender with which they do.</param>
public sealed record TenderedTooMuch(int Tender) : TenderProblem;
