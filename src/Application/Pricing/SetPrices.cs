using FluentValidation;
using PosCommerce.Application.Common;

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

internal sealed class SetPricesHandler(IDb db, PriceSchedules schedules, IActor actor) : ICommandHandler<SetPrices, SetPricesResult>
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

    public async Task<SetPricesResult> Handle(SetPrices command, CancellationToken ct)
    {
        var listIds = command.Items.Select(i => i.PriceListId).Distinct().ToArray();
        var variantIds = command.Items.Select(i => i.VariantId).Distinct().ToArray();
        var now = actor.Now;
        var lists = db.Defer<ListRow>(ListsSql, new { PriceListIds = listIds });
        var articles = db.Defer<Guid>(ArticlesSql, new { VariantIds = variantIds });
        var spans = await schedules.HoldAsync(listIds, variantIds, now, ct);
        var known = (await lists.ToListAsync(ct)).ToDictionary(l => l.PriceListId, l => l.IsArchived);
        var sold = (await articles.ToListAsync(ct)).ToHashSet();

        var changes = new List<PriceChange>();
        var results = new List<SetPriceResult>();
        foreach (var item in command.Items)
        {
            if (ProblemOf(item) is { } problem)
            {
                results.Add(new SetPriceResult(null, problem));
                continue;
            }

            var change = PriceChange.Of(item, spans, now);
            changes.Add(change);
            results.Add(new SetPriceResult(change.Ids is [var made, ..] ? made : null, null));
        }

        schedules.Record(changes, now);
        return new SetPricesResult(results.Count(r => r.PriceId is not null), results.Count(r => r.Problem is not null), results);

        PriceProblem? ProblemOf(PriceToSet item) =>
            !known.TryGetValue(item.PriceListId, out var isArchived) ? PriceProblem.PriceListUnknown
            : isArchived ? PriceProblem.PriceListArchived
            : !sold.Contains(item.VariantId) ? PriceProblem.VariantUnknown
            : item.ValidFrom < now - ClockDifference || item.ValidUntil <= now ? PriceProblem.BeginsInThePast
            : null;
    }

    private sealed record ListRow(Guid PriceListId, bool IsArchived);
}
