using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>The part of <see cref="StockLaws"/> on documents: each moved what it says.</summary>
public sealed class DocumentLaws(TransferLaws transfers, StocktakeLaws stocktakes)
{
    /// <summary>Asks what breaks these laws; the answers travel with the next round trip.</summary>
    public Func<Task<IReadOnlyList<LawReport>>> Ask(CancellationToken ct)
    {
        var (between, counted) = (transfers.Ask(ct), stocktakes.Ask(ct));
        return async () => [await between(), await counted()];
    }

    /// <inheritdoc cref="ILaws.SealAsync"/>
    public async Task<bool> SealAsync(CancellationToken ct) => await transfers.SealAsync(ct) | await stocktakes.SealAsync(ct);

    /// <inheritdoc cref="ILaws.ProveAsync"/>
    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var between = await transfers.ProveAsync(since, ct);
        var counted = await stocktakes.ProveAsync(since, ct);
        return new ProofStep(between.Proven + counted.Proven, between.Left + counted.Left);
    }
}
