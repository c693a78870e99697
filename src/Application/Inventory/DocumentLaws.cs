using PosCommerce.Application.Common;

namespace PosCommerce.Application.Inventory;

/// <summary>The part of <see cref="StockLaws"/> on documents: each moved what it says, and made of costs what it should.</summary>
public sealed class DocumentLaws(TransferLaws transfers, StocktakeLaws stocktakes, CostLaws costs, ReservationLaws reservations)
{
    /// <summary>Asks what breaks these laws; the answers travel with the next round trip.</summary>
    public Func<Task<IReadOnlyList<LawReport>>> Ask(CancellationToken ct)
    {
        var (between, counted, costed, promised) = (transfers.Ask(ct), stocktakes.Ask(ct), costs.Ask(ct), reservations.Ask(ct));
        return async () => [await between(), await counted(), await costed(), await promised()];
    }

    /// <inheritdoc cref="ILaws.SealAsync"/>
    public async Task<bool> SealAsync(CancellationToken ct) =>
        await transfers.SealAsync(ct) | await stocktakes.SealAsync(ct) | await costs.SealAsync(ct);

    /// <inheritdoc cref="ILaws.ProveAsync"/>
    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var between = await transfers.ProveAsync(since, ct);
        var counted = await stocktakes.ProveAsync(since, ct);
        var costed = await costs.ProveAsync(since, ct);
        return new ProofStep(between.Proven + counted.Proven + costed.Proven, between.Left + counted.Left + costed.Left);
    }
}
