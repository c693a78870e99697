using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory.Ports;

/// <summary>What the catalogue knows of what is counted, for sale or not.</summary>
public interface ICountedArticles
{
    /// <summary>What ids and scanned codes are.</summary>
    Task<FoundToCount> FindAsync(IReadOnlyList<Guid> variantIds, IReadOnlyList<string> codes, CancellationToken ct);

    /// <summary>Those of some variants that are not counted: bundles and services.</summary>
    Deferred<Guid> NotCounted(IReadOnlyList<Guid> variantIds);

    /// <summary>Those of some categories that there are.</summary>
    Deferred<Guid> Categories(IReadOnlyList<Guid> categoryIds);

    /// <summary>The variants in some categories or below them.</summary>
    Deferred<Guid> OfCategories(IReadOnlyList<Guid> categoryIds);
}

/// <param name="VariantIds">Those that were asked for and are counted.</param>
/// <param name="ByCode">Codes that name something that is counted, and those that cannot be read; what is unknown is not there.</param>
public sealed record FoundToCount(IReadOnlySet<Guid> VariantIds, IReadOnlyDictionary<string, CodeToCount> ByCode);

/// <param name="Quantity">How much what carries the code is.</param>
/// <param name="Problem">Why the code cannot be read; nothing else is said then.</param>
public sealed record CodeToCount(Guid VariantId, decimal Quantity, string? Problem = null);
