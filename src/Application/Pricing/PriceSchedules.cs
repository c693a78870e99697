using PosCommerce.Application.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>How prices are set in time: what holds, or is planned, is held still, ended and put in.</summary>
public sealed class PriceSchedules(IDb db, TillNotes notes, IActor actor)
{
    // Held by key: of two who change one price the second sees what the first has made of it.
    private const string SpansSql = """
        select price_list_id, variant_id, minimum_quantity, price_id, amount, valid_from, nullif(valid_until, 'infinity') as valid_until
          from pricing.price
         where tenant_id = @tenant
           and price_list_id = any(@PriceListIds)
           and variant_id = any(@VariantIds)
           and valid_until > @Now
           and valid_until > valid_from
         order by price_id
           for update
        """;

    private const string EndSql = """
        update pricing.price as p
           set valid_until = ended.valid_until
          from unnest(@PriceIds, @ValidUntil) as ended (price_id, valid_until)
         where p.tenant_id = @tenant
           and p.price_id = ended.price_id
        """;

    private const string AddSql = """
        insert into pricing.price (tenant_id, price_id, price_list_id, variant_id, minimum_quantity, amount, valid_from, valid_until,
               set_at, set_by)
        select l.tenant_id, added.price_id, l.price_list_id, added.variant_id, added.minimum_quantity, added.amount, added.valid_from,
               coalesce(added.valid_until, 'infinity'), @Now, @ActorId
          from unnest(@PriceIds, @PriceListIds, @VariantIds, @MinimumQuantities, @Amounts, @ValidFrom, @ValidUntil)
               as added (price_id, price_list_id, variant_id, minimum_quantity, amount, valid_from, valid_until)
          join pricing.price_list as l on l.price_list_id = added.price_list_id
         where l.tenant_id = @tenant
        """;

    /// <summary>What holds or is planned of some articles in some lists, held still until this transaction ends.</summary>
    internal async Task<ILookup<(Guid PriceListId, Guid VariantId, decimal MinimumQuantity), PriceSpan>> HoldAsync(
        IReadOnlyList<Guid> priceListIds,
        IReadOnlyList<Guid> variantIds,
        DateTimeOffset now,
        CancellationToken ct
    ) =>
        (
            await db.QueryAsync<SpanRow>(
                SpansSql,
                new
                {
                    PriceListIds = priceListIds,
                    VariantIds = variantIds,
                    Now = now,
                },
                ct
            )
        ).ToLookup(s => (s.PriceListId, s.VariantId, s.MinimumQuantity), s => s.Span);

    /// <summary>Queues what changes, tells of it, and names the lists in the audit entry.</summary>
    internal void Record(IReadOnlyList<PriceChange> changes, DateTimeOffset now)
    {
        var ends = changes.SelectMany(c => c.Put.Ends).ToList();
        var added = changes.SelectMany(c => c.Put.Added.Zip(c.Ids, (span, id) => (c.Item, Span: span, Id: id))).ToList();
        if (added.Count == 0)
            return;
        foreach (var list in added.Select(a => a.Item.PriceListId).Distinct())
            db.Concerns("priceListId", list);
        if (ends.Count > 0)
            db.Enqueue(EndSql, new { PriceIds = ends.Select(e => e.PriceId).ToArray(), ValidUntil = ends.Select(e => e.Until).ToArray() });
        db.Enqueue(
                AddSql,
                new
                {
                    PriceIds = added.Select(a => a.Id).ToArray(),
                    PriceListIds = added.Select(a => a.Item.PriceListId).ToArray(),
                    VariantIds = added.Select(a => a.Item.VariantId).ToArray(),
                    MinimumQuantities = added.Select(a => a.Item.MinimumQuantity).ToArray(),
                    Amounts = added.Select(a => a.Span.Amount).ToArray(),
                    ValidFrom = added.Select(a => a.Span.From).ToArray(),
                    ValidUntil = added.Select(a => a.Span.Until).ToArray(),
                    Now = now,
                    actor.ActorId,
                }
            )
            .OnConstraint("price_holds_alone", PricingErrors.PriceChangedMeanwhile);
        notes.Articles(added.Select(a => a.Item.VariantId));
        db.Publish(
            new PricesSet([
                .. added.Select(a => new PriceTold(
                    a.Item.PriceListId,
                    a.Item.VariantId,
                    a.Item.MinimumQuantity,
                    a.Span.Amount,
                    a.Span.From,
                    a.Span.Until
                )),
            ])
        );
    }

    private sealed record SpanRow(
        Guid PriceListId,
        Guid VariantId,
        decimal MinimumQuantity,
        Guid PriceId,
        long Amount,
        DateTimeOffset ValidFrom,
        DateTimeOffset? ValidUntil
    )
    {
        public PriceSpan Span => new(PriceId, Amount, ValidFrom, ValidUntil);
    }
}

/// <summary>What setting one price changes.</summary>
/// <param name="Ids">Of the prices that it makes.</param>
internal sealed record PriceChange(PriceToSet Item, ScheduleChange Put, IReadOnlyList<Guid> Ids)
{
    /// <param name="spans">What holds or is planned.</param>
    public static PriceChange Of(
        PriceToSet item,
        ILookup<(Guid PriceListId, Guid VariantId, decimal MinimumQuantity), PriceSpan> spans,
        DateTimeOffset now
    )
    {
        var put = PriceSchedule.Put(
            [.. spans[(item.PriceListId, item.VariantId, item.MinimumQuantity)]],
            item.Amount,
            item.ValidFrom > now ? item.ValidFrom.Value : now,
            item.ValidUntil
        );
        return new PriceChange(item, put, [.. put.Added.Select(_ => Domain.Common.Ids.New())]);
    }
}
