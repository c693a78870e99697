using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>A count of what lies in a location, while it is sold from.</summary>
/// <param name="StockLocationId">Where; the store's own id for the location that it sells from.</param>
/// <param name="CategoryIds">Of which categories, with all below them.</param>
/// <param name="NotCountedForDays">For how long what is counted had not been counted.</param>
/// <param name="IsBlind">Those who count do not see what the books say.</param>
/// <param name="SubmittedAt">When it was submitted; absent where nobody else had to approve it.</param>
/// <param name="EndedAt">When it was posted or cancelled.</param>
/// <param name="EndedBy">Who posted, approved or cancelled it.</param>
/// <param name="Cancellation">Why it was cancelled.</param>
[Audited(nameof(Status), nameof(Cancellation), nameof(Progress))]
public sealed record Stocktake(
    Guid StocktakeId,
    Guid StoreId,
    Guid StockLocationId,
    string Name,
    StocktakeScope Scope,
    IReadOnlyList<Guid>? CategoryIds,
    int? NotCountedForDays,
    bool IsBlind,
    StocktakeStatus Status,
    DateTimeOffset OpenedAt,
    Guid OpenedBy,
    DateTimeOffset? SubmittedAt,
    Guid? SubmittedBy,
    DateTimeOffset? EndedAt,
    Guid? EndedBy,
    string? Cancellation,
    StocktakeProgress Progress,
    int Version
) : IResource, IVersioned
{
    string IResource.Location => $"/v1/stocktakes/{StocktakeId}";

    /// <summary>It is neither posted nor cancelled.</summary>
    internal bool IsGoingOn => Status is StocktakeStatus.Open or StocktakeStatus.Submitted;
}

/// <summary>How far a stocktake is.</summary>
/// <param name="Lines">Variants that it concerns.</param>
/// <param name="Counted">Those of them that somebody counted.</param>
/// <param name="Different">Those of them that are not what the books say; absent for those who count blindly, as the rest.</param>
/// <param name="Found">What was found that the books do not have, of all variants together.</param>
/// <param name="Missing">What the books have and nobody found, of all variants together.</param>
public sealed record StocktakeProgress(int Lines, int Counted, int? Different, decimal? Found, decimal? Missing)
{
    /// <summary>The same for those who shall not see what the books say.</summary>
    internal StocktakeProgress Blind() => this with { Different = null, Found = null, Missing = null };
}

/// <summary>What a stocktake counts.</summary>
public enum StocktakeScope
{
    /// <summary>All that lies in the location.</summary>
    Full,

    /// <summary>What of some categories lies there.</summary>
    Categories,

    /// <summary>What is listed.</summary>
    Variants,

    /// <summary>What lies there and was not counted for some days.</summary>
    NotCountedFor,
}

public enum StocktakeStatus
{
    /// <summary>It is being counted.</summary>
    Open,

    /// <summary>Somebody else has to approve it.</summary>
    Submitted,

    /// <summary>Stock is what was counted.</summary>
    Posted,
    Cancelled,
}
