using PosCommerce.Application.Common;

namespace PosCommerce.Application.Sales;

/// <summary>The part of <see cref="SalesLaws"/> on goods that came back, and on the sales that they are of.</summary>
/// <remarks>A return never changes; it is proven once, and then as seldom as the rest of the past.</remarks>
public sealed class ReturnLaws(IDb db, TimeProvider clock)
{
    private const int ReturnsPerStep = 100;

    // What is wrong with a return d. The one before it at its till is seen only from the store that took it back.
    private const string Wrong = """
               select 'sales.returns_add_up' as law, 'return ' || d.number || ', lines' as subject, l.gross as expected,
                      d.total::numeric as actual
                 from (select coalesce(sum(net), 0) as net, coalesce(sum(tax), 0) as tax, coalesce(sum(gross), 0) as gross
                         from sales.sale_return_line
                        where tenant_id = @tenant
                          and return_id = d.return_id) as l
                where (l.net, l.tax, l.gross) <> (d.net, d.tax, d.total)
                union all
               select 'sales.returns_add_up', 'return ' || d.number || ', refunds', r.amount, d.refunded
                 from (select coalesce(sum(amount), 0) as amount
                         from sales.refund
                        where tenant_id = @tenant
                          and return_id = d.return_id) as r
                where r.amount <> d.refunded
                union all
               select 'sales.returns_are_of_what_was_sold', 'sale ' || d.sale_id || ', line ' || s.line_number, b.quantity, c.returned
                 from sales.sale_line as s
                cross join lateral (
                      select coalesce(sum(returned), 0) as returned, coalesce(sum(net), 0) as net, coalesce(sum(tax), 0) as tax
                        from sales.returned_line
                       where tenant_id = @tenant
                         and sale_id = d.sale_id
                         and line_number = s.line_number
                      ) as c
                cross join lateral (
                      select coalesce(sum(quantity), 0) as quantity, coalesce(sum(net), 0) as net, coalesce(sum(tax), 0) as tax
                        from sales.sale_return_line
                       where tenant_id = @tenant
                         and sale_id = d.sale_id
                         and sale_line_number = s.line_number
                      ) as b
                where s.tenant_id = @tenant
                  and s.sale_id = d.sale_id
                  and ((b.quantity, b.net, b.tax) <> (c.returned, c.net, c.tax)
                       or b.quantity > s.quantity
                       or (b.quantity = s.quantity and (b.net, b.tax) <> (s.net, s.tax)))
                union all
               select 'sales.returns_are_of_what_was_sold', 'sale ' || d.sale_id, b.refunded, s.refunded
                 from sales.sale as s
                cross join lateral (
                      select count(*) as returns, coalesce(sum(total), 0) as total, coalesce(sum(refunded), 0) as refunded
                        from sales.sale_return
                       where tenant_id = @tenant
                         and sale_id = d.sale_id
                      ) as b
                where s.tenant_id = @tenant
                  and s.sale_id = d.sale_id
                  and (b.returns, b.total, b.refunded) <> (s.returns, s.returned, s.refunded)
                union all
               select 'sales.return_numbers_without_gaps', 'terminal ' || d.terminal_id || ', return ' || d.number, d.sequence - 1, 0
                where d.sequence > 1
                  and d.to_store_id = any ((select app.store_scope())::uuid[])
                  and not exists (select
                                    from sales.sale_return
                                   where tenant_id = @tenant
                                     and terminal_id = d.terminal_id
                                     and sequence = d.sequence - 1)
        """;

    private const string Columns =
        "select d.return_id, d.sale_id, d.to_store_id, d.terminal_id, d.number, d.sequence, d.net, d.tax, d.total," + " d.refunded";

    // Those that are not proven yet or did not stand, and two neighbours from any place.
    private const string CheckSql =
        """
            with document as (
            """
        + "\n"
        + Columns
        + """

                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       (select return_id, sale_id, to_store_id, terminal_id, number, sequence, net, tax, total, refunded
                          from sales.sale_return
                         where tenant_id = @tenant
                           and from_store_id = mine.store_id
                           and (proven_at is null or not is_whole))
                        union
                       (select return_id, sale_id, to_store_id, terminal_id, number, sequence, net, tax, total, refunded
                          from sales.sale_return
                         where tenant_id = @tenant
                           and from_store_id = mine.store_id
                           and return_id >= @Anywhere
                         order by return_id
                         limit 1)
                        union
                       (select return_id, sale_id, to_store_id, terminal_id, number, sequence, net, tax, total, refunded
                          from sales.sale_return
                         where tenant_id = @tenant
                           and from_store_id = mine.store_id
                           and return_id < @Anywhere
                         order by return_id desc
                         limit 1)
                       ) as d
            )
            select distinct w.law, w.subject, w.expected, w.actual
              from document as d
             cross join lateral (
            """
        + "\n"
        + Wrong
        + """

                   ) as w
             order by w.law, w.subject
             limit 300
            """;

    private const string Old =
        """
            with old as (
            """
        + "\n"
        + Columns
        + """

                  from unnest((select app.store_scope())::uuid[]) as mine (store_id)
                 cross join lateral (
                       select return_id, sale_id, to_store_id, terminal_id, number, sequence, net, tax, total, refunded
                         from sales.sale_return
                        where tenant_id = @tenant
                          and from_store_id = mine.store_id
            """;

    private const string Proven =
        """

                       ) as d
                 limit @Returns
            ), proven as (
                select d.return_id, not exists (
            """
        + "\n"
        + Wrong
        + """

                       ) as is_whole
                  from old as d
            )
            update sales.sale_return as d
               set proven_at = @Now,
                   is_whole = p.is_whole
              from proven as p
             where d.tenant_id = @tenant
               and d.return_id = p.return_id
            """;

    private const string SealSql =
        Old
        + """

                          and proven_at is null
                        order by return_id
                        limit @Returns
                          for update skip locked
            """
        + Proven;

    private const string ProveSql =
        Old
        + """

                          and proven_at < @Since
                        order by proven_at
                        limit @Returns
                          for update skip locked
            """
        + Proven;

    private const string UnprovenSql = """
        select coalesce(sum((select count(*)
                               from sales.sale_return
                              where tenant_id = @tenant
                                and from_store_id = mine.store_id
                                and proven_at < @Since)), 0)::integer
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
        """;

    private const string ProvenSinceSql = """
        select min(p.proven_at)
          from unnest((select app.store_scope())::uuid[]) as mine (store_id)
         cross join lateral (
               select proven_at
                 from sales.sale_return
                where tenant_id = @tenant
                  and from_store_id = mine.store_id
                  and proven_at is not null
                order by proven_at
                limit 1
               ) as p
        """;

    /// <summary>Asks what breaks these laws; the answer travels with the next round trip.</summary>
    public Func<Task<LawReport>> Ask(CancellationToken ct)
    {
        var found = db.Defer<Broken>(CheckSql, new { Anywhere = Guid.NewGuid() });
        var provenSince = db.Defer<DateTimeOffset?>(ProvenSinceSql);
        return async () =>
        {
            var broken = (await found.ToListAsync(ct)).ToLookup(
                b => b.Law,
                b => new LawViolation(b.Subject, b.Expected, b.Actual),
                StringComparer.Ordinal
            );
            return new LawReport(
                [
                    Finding("sales.returns_add_up", "The lines of a return add up to its worth, its refunds to what was paid for it."),
                    Finding(
                        "sales.returns_are_of_what_was_sold",
                        "What has come back of a sale is what its returns took, and no more than it sold."
                    ),
                    Finding("sales.return_numbers_without_gaps", "The numbers of the returns of a terminal have no gaps."),
                ],
                await provenSince.SingleAsync(ct)
            );

            LawFinding Finding(string law, string statement) => new(law, statement, [.. broken[law].Take(100)]);
        };
    }

    /// <inheritdoc cref="ILaws.SealAsync"/>
    public async Task<bool> SealAsync(CancellationToken ct) =>
        await db.ExecuteAsync(SealSql, new { Returns = ReturnsPerStep, Now = clock.GetUtcNow() }, ct) > 0;

    /// <inheritdoc cref="ILaws.ProveAsync"/>
    public async Task<ProofStep> ProveAsync(DateTimeOffset since, CancellationToken ct)
    {
        var proven = await db.ExecuteAsync(
            ProveSql,
            new
            {
                Since = since,
                Returns = ReturnsPerStep,
                Now = clock.GetUtcNow(),
            },
            ct
        );
        return new ProofStep(proven, await db.Defer<int>(UnprovenSql, new { Since = since }).SingleAsync(ct));
    }

    private sealed record Broken(string Law, string Subject, decimal Expected, decimal Actual);
}
