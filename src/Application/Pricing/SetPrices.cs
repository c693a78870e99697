using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>
/// Sets prices, many at once: each by itself, so that one that cannot be set stops no other. A price without an end holds until the
/// next planned one of the same list, article and quantity begins; one with an end is a stretch in between, behind which the former
/// price goes on. Nothing that has held is changed.
/// </summary>
public sealed record SetPrices(IReadOnlyList<PriceToSet> Items) : ICommand<SetPricesResult>;

/// <param name="Amount">Minor units of the list's currency for a quantity of one.</param>
/// <param name="MinimumQuantity">The quantity of a basket from which it holds; any when left out.</param>
/// <param name="ValidFrom">When it begins; now when left out. It cannot lie in the past; clocks may differ by a minute.</param>
/// <param name="ValidUntil">The first instant at which it no longer holds.</param>
public sealed record PriceToSet(
    Guid PriceListId,
    Guid VariantId,
    long Amount,
    decimal MinimumQuantity = 0,
    DateTimeOffset? ValidFrom = null,
    DateTimeOffset? ValidUntil = null
);

/// <param name="Changed">How many items changed something.</param>
/// <param name="Refused">How many could not be set.</param>
/// <param name="Items">What became of each, in the order of the request.</param>
public sealed record SetPricesResult(int Changed, int Refused, IReadOnlyList<SetPriceResult> Items);

/// <param name="PriceId">The price that was made; absent when the same held already, or it could not be set.</param>
/// <param name="Problem">Why it could not be set.</param>
public sealed record SetPriceResult(Guid? PriceId, PriceProblem? Problem);

public enum PriceProblem
{
    PriceListUnknown,
    PriceListArchived,
    VariantUnknown,
    BeginsInThePast,
}

/// <summary>Told when prices were set; each says from when it holds.</summary>
public sealed record PricesSet(IReadOnlyList<PriceTold> Prices) : IBusinessEvent
{
    string IBusinessEvent.Type => "pricing.prices_set";
}

public sealed record PriceTold(
    Guid PriceListId,
    Guid VariantId,
    decimal MinimumQuantity,
    long Amount,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidUntil
);

internal sealed class SetPricesValidator : AbstractValidator<SetPrices>
{
    private const int MaximumItems = 1_000;

    public SetPricesValidator()
    {
        RuleFor(c => c.Items).NotEmpty().AtMost(MaximumItems);
        RuleForEach(c => c.Items)
            .ChildRules(item =>
            {
                item.RuleFor(i => i.Amount).InclusiveBetween(0, Rules.MaximumAmount);
                item.RuleFor(i => i.MinimumQuantity).InclusiveBetween(0, Rules.MaximumQuantity).AtMostDecimals(3);
                item.RuleFor(i => i.ValidUntil)
                    .Must((i, until) => until is null || i.ValidFrom is null || until > i.ValidFrom)
                    .WithMessage("Must be after validFrom.");
            });
        RuleFor(c => c.Items)
            .Must(items =>
                items is null || items.DistinctBy(i => (i?.PriceListId, i?.VariantId, i?.MinimumQuantity)).Count() == items.Count
            )
            .WithMessage("Names one list, article and quantity twice.");
    }
}

internal sealed class SetPricesHandler(IDb db, IActor actor) : ICommandHandler<SetPrices, SetPricesResult>
{
    // Who says "from now on" says it by another clock, and some time before it arrives.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromMinutes(1);

    private const string ListsSql = """
        select price_list_id, archived_at is not null as is_archived
          from pricing.price_list
         where tenant_id = @tenant
           and price_list_id = any(@PriceListIds)
        """;

    private const string ArticlesSql = """
        select variant_id
          from pricing.article_tax
         where tenant_id = @tenant
           and variant_id = any(@VariantIds)
        """;

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

    public async Task<SetPricesResult> Handle(SetPrices command, CancellationToken ct)
    {
        var listIds = command.Items.Select(i => i.PriceListId).Distinct().ToArray();
        var variantIds = command.Items.Select(i => i.VariantId).Distinct().ToArray();
        var now = actor.Now;
        var lists = db.Defer<ListRow>(ListsSql, new { PriceListIds = listIds });
        var articles = db.Defer<Guid>(ArticlesSql, new { VariantIds = variantIds });
        var spans = (
            await db.QueryAsync<SpanRow>(
                SpansSql,
                new
                {
                    PriceListIds = listIds,
                    VariantIds = variantIds,
                    Now = now,
                },
                ct
            )
        ).ToLookup(s => (s.PriceListId, s.VariantId, s.MinimumQuantity));
        var known = (await lists.ToListAsync(ct)).ToDictionary(l => l.PriceListId, l => l.IsArchived);
        var sold = (await articles.ToListAsync(ct)).ToHashSet();

        var changes = new List<Change>();
        var results = new List<SetPriceResult>();
        foreach (var item in command.Items)
        {
            if (ProblemOf(item) is { } problem)
            {
                results.Add(new SetPriceResult(null, problem));
                continue;
            }

            var put = PriceSchedule.Put(
                [.. spans[(item.PriceListId, item.VariantId, item.MinimumQuantity)].Select(s => s.Span)],
                item.Amount,
                item.ValidFrom > now ? item.ValidFrom.Value : now,
                item.ValidUntil
            );
            var change = new Change(item, put, [.. put.Added.Select(_ => Ids.New())]);
            changes.Add(change);
            results.Add(new SetPriceResult(change.Ids is [var made, ..] ? made : null, null));
        }

        Record(changes, now);
        return new SetPricesResult(results.Count(r => r.PriceId is not null), results.Count(r => r.Problem is not null), results);

        PriceProblem? ProblemOf(PriceToSet item) =>
            !known.TryGetValue(item.PriceListId, out var isArchived) ? PriceProblem.PriceListUnknown
            : isArchived ? PriceProblem.PriceListArchived
            : !sold.Contains(item.VariantId) ? PriceProblem.VariantUnknown
            : item.ValidFrom < now - ClockDifference || item.ValidUntil <= now ? PriceProblem.BeginsInThePast
            : null;
    }

    private void Record(List<Change> changes, DateTimeOffset now)
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

    private sealed record ListRow(Guid PriceListId, bool IsArchived);

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

    private sealed record Change(PriceToSet Item, ScheduleChange Put, IReadOnlyList<Guid> Ids);
}
