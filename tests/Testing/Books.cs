using Npgsql;

namespace PosCommerce.Testing;

/// <summary>
/// The laws of stock and money, asked of the tables directly and over all tenants: written apart from the product's own
/// integrity checks, so that a mistake in those cannot hide one in the books.
/// </summary>
public static class Books
{
    private const string ViolationsSql = """
        select 'on hand is not the sum of the movements: store ' || l.store_id || ', variant ' || l.variant_id
          from inventory.stock_level as l
          left join (select tenant_id, store_id, variant_id, sum(quantity) as moved
                       from inventory.stock_movement
                      group by tenant_id, store_id, variant_id) as m using (tenant_id, store_id, variant_id)
         where l.on_hand <> coalesce(m.moved, 0)
         union all
        select 'on hand is not the sum of the movements: location ' || l.stock_location_id || ', variant ' || l.variant_id
          from inventory.location_level as l
         where l.on_hand < 0
            or l.on_hand <> (select coalesce(sum(m.quantity), 0)
                               from inventory.location_movement as m
                              where m.tenant_id = l.tenant_id
                                and m.stock_location_id = l.stock_location_id
                                and m.variant_id = l.variant_id)
         union all
        select 'a move made or lost something: ' || d.stock_move_id
          from inventory.stock_move as d
         where exists (
               select 1
                 from (select variant_id, quantity from inventory.stock_movement as m
                        where m.tenant_id = d.tenant_id and m.document_id = d.stock_move_id
                       union all
                       select variant_id, quantity from inventory.location_movement as m
                        where m.tenant_id = d.tenant_id and m.document_id = d.stock_move_id) as moved
                group by variant_id
               having sum(quantity) <> 0)
         union all
        select 'a transfer made or lost something: ' || t.transfer_id
          from inventory.transfer as t
         where exists (
               select 1
                 from (select variant_id, quantity from inventory.stock_movement as m
                        where m.tenant_id = t.tenant_id and m.document_id = t.transfer_id
                       union all
                       select variant_id, quantity from inventory.location_movement as m
                        where m.tenant_id = t.tenant_id and m.document_id = t.transfer_id
                       union all
                       select variant_id, shipped - received - returned from inventory.transfer_line as l
                        where l.tenant_id = t.tenant_id and l.transfer_id = t.transfer_id) as moved
                group by variant_id
               having sum(quantity) <> 0)
            or (t.status in ('received', 'returned', 'cancelled')
                and exists (select 1 from inventory.transfer_line as l
                             where l.tenant_id = t.tenant_id and l.transfer_id = t.transfer_id and l.on_the_way <> 0))
         union all
        select 'a transfer is short or over by something else than its adjustments say: ' || l.transfer_id
          from inventory.transfer_line as l
         where l.over_by - l.short_by <> (select coalesce(sum(x.quantity), 0)
                                            from inventory.stock_adjustment as a
                                            join inventory.stock_adjustment_line as x
                                              on (x.tenant_id, x.stock_adjustment_id, x.revision)
                                               = (a.tenant_id, a.stock_adjustment_id, a.revision)
                                           where a.tenant_id = l.tenant_id and a.transfer_id = l.transfer_id and a.status = 'applied'
                                             and x.variant_id = l.variant_id)
         union all
        select 'a stocktake moved something else than it found: ' || t.stocktake_id
          from inventory.stocktake as t
         where exists (
               select 1
                 from (select variant_id, quantity from inventory.stock_movement as m
                        where m.tenant_id = t.tenant_id and m.document_id = t.stocktake_id
                       union all
                       select variant_id, quantity from inventory.location_movement as m
                        where m.tenant_id = t.tenant_id and m.document_id = t.stocktake_id
                       union all
                       select variant_id, -greatest(counted - book_high, 0) - least(counted - book_low, 0)
                         from inventory.stocktake_line as l
                        where l.tenant_id = t.tenant_id and l.stocktake_id = t.stocktake_id and t.status = 'posted'
                          and l.counted is not null) as moved
                group by variant_id
               having sum(quantity) <> 0)
         union all
        select 'a line of a stocktake is not what was counted in its pass: ' || l.stocktake_id || ', variant ' || l.variant_id
          from inventory.stocktake_line as l
         where l.counted <> 0
           and l.counted <> (select coalesce(sum(c.quantity), 0)
                               from inventory.stocktake_count as c
                              where c.tenant_id = l.tenant_id and c.stocktake_id = l.stocktake_id and c.variant_id = l.variant_id
                                and c.pass = l.pass)
         union all
        select 'the value of a level is not what moved at its cost, and what changed beside: store ' || l.store_id || ', variant '
               || l.variant_id
          from inventory.stock_level as l
         cross join lateral (
               select l.on_hand + coalesce((select sum(p.on_hand) from inventory.location_level as p
                                             where (p.tenant_id, p.store_id, p.variant_id) = (l.tenant_id, l.store_id, l.variant_id)), 0)
                      as on_hand) as o
         where l.average_cost is not null
           and o.on_hand * l.average_cost
               <> (select coalesce(sum(m.quantity * m.unit_cost), 0)
                     from (select tenant_id, store_id, variant_id, quantity, unit_cost from inventory.stock_movement
                           union all
                           select tenant_id, store_id, variant_id, quantity, unit_cost from inventory.location_movement) as m
                    where (m.tenant_id, m.store_id, m.variant_id) = (l.tenant_id, l.store_id, l.variant_id))
                  + (select coalesce(sum(c.difference), 0) from inventory.cost_change as c
                      where (c.tenant_id, c.store_id, c.variant_id) = (l.tenant_id, l.store_id, l.variant_id))
         union all
        select 'goods went out at another cost than the average: movement ' || m.stock_movement_id
          from inventory.stock_movement as m
          left join inventory.cost_change as c
            on (c.tenant_id, c.store_id, c.variant_id, c.number) = (m.tenant_id, m.store_id, m.variant_id, m.cost_number)
         where m.quantity < 0
           and m.cost_number is not null
           and m.unit_cost is distinct from c.average_after
         union all
        select 'a return is not the sum of its lines and refunds: ' || r.return_id
          from sales.sale_return as r
         where not exists (
               select
                 from sales.sale_return_line as l
                where l.tenant_id = r.tenant_id and l.return_id = r.return_id
               having (r.net, r.tax, r.total) = (sum(l.net), sum(l.tax), sum(l.gross)))
            or r.refunded <> r.total + r.rounding
            or r.refunded <> (select coalesce(sum(amount), 0)
                                from sales.refund as p
                               where p.tenant_id = r.tenant_id and p.return_id = r.return_id)
         union all
        select 'a sale counts other returns than it has: ' || s.sale_id
          from sales.sale as s
         where (s.returns, s.returned, s.refunded) <> (select count(*), coalesce(sum(r.total), 0), coalesce(sum(r.refunded), 0)
                                                         from sales.sale_return as r
                                                        where r.tenant_id = s.tenant_id and r.sale_id = s.sale_id)
         union all
        select 'a line of a sale counts other returns than it has: ' || l.sale_id
          from sales.sale_line as l
          left join sales.returned_line as c using (tenant_id, sale_id, line_number)
         where c.returned > l.quantity
            or c.sold <> l.quantity
            or (c.returned = l.quantity and (c.net, c.tax) <> (l.net, l.tax))
            or (coalesce(c.returned, 0), coalesce(c.net, 0), coalesce(c.tax, 0)) <> (
               select coalesce(sum(b.quantity), 0), coalesce(sum(b.net), 0), coalesce(sum(b.tax), 0)
                 from sales.sale_return_line as b
                where b.tenant_id = l.tenant_id and b.sale_id = l.sale_id and b.sale_line_number = l.line_number)
         union all
        select 'a line comes to something else than its price less its discounts: sale ' || l.sale_id
          from sales.sale_line as l
          join sales.sale as s using (tenant_id, sale_id)
         where s.tax_mode is not null
           and (l.discount <> coalesce((select sum((d ->> 'amount')::bigint) from jsonb_array_elements(l.discounts) as d), 0)
                or coalesce(l.label_price, round(l.unit_price * l.quantity))
                   <> l.discount + case when s.tax_mode = 'inclusive' then l.gross else l.net end)
         union all
        select 'more went back to a tender than it paid: sale ' || p.sale_id
          from (select tenant_id, sale_id, method, sum(amount) as amount
                  from sales.refund
                 where not gives_change
                 group by tenant_id, sale_id, method) as p
         where p.amount > (select coalesce(sum(t.amount), 0)
                             from sales.tender as t
                            where t.tenant_id = p.tenant_id and t.sale_id = p.sale_id and t.method = p.method)
         union all
        select 'a return and its stock movements disagree: ' || r.return_id
          from sales.sale_return as r
         where exists (
               select 1
                 from (select l.variant_id, l.quantity
                         from sales.sale_return_line as l
                        where l.tenant_id = r.tenant_id and l.return_id = r.return_id and l.disposition <> 'writeOff'
                       union all
                       select m.variant_id, -m.quantity
                         from inventory.stock_movement as m
                        where m.tenant_id = r.tenant_id and m.document_id = r.return_id and m.store_id = r.to_store_id
                       union all
                       select m.variant_id, -m.quantity
                         from inventory.location_movement as m
                        where m.tenant_id = r.tenant_id and m.document_id = r.return_id and m.store_id = r.to_store_id) as told
                group by variant_id
               having sum(quantity) <> 0)
         union all
        select 'the numbers of the returns of a terminal have gaps: ' || n.terminal_id
          from core.document_number as n
         where n.kind = 'return'
           and n.last_number <> (select count(*) from sales.sale_return as r
               where r.tenant_id = n.tenant_id and r.terminal_id = n.terminal_id and r.sequence between 1 and n.last_number)
         union all
        select 'a shift has added up other cash than moved: ' || h.shift_id
          from sales.shift as h
         where coalesce(h.expected, h.float_amount + (select coalesce(sum(case t.kind when 'saleCash' then t.amount when 'in' then t.amount
                                                                           when 'returnCash' then -t.amount when 'voidCash' then -t.amount
                                                                           when 'out' then -t.amount when 'drop' then -t.amount end), 0)
                                                        from sales.shift_total as t
                                                       where t.tenant_id = h.tenant_id and t.shift_id = h.shift_id))
               <> h.float_amount
                  + (select coalesce(sum((select coalesce(sum(p.amount), 0) from sales.tender as p
                                           where p.tenant_id = s.tenant_id and p.sale_id = s.sale_id and p.rounding = 'asCash') - s.change), 0)
                       from sales.sale as s
                      where s.tenant_id = h.tenant_id and s.shift_id = h.shift_id)
                  - (select coalesce(sum((select coalesce(sum(p.amount), 0) from sales.tender as p
                                           where p.tenant_id = s.tenant_id and p.sale_id = s.sale_id and p.rounding = 'asCash') - s.change), 0)
                       from sales.sale as s
                      where s.tenant_id = h.tenant_id and s.void_shift_id = h.shift_id)
                  - (select coalesce(sum(p.amount), 0)
                       from sales.sale_return as r
                       join sales.refund as p using (tenant_id, return_id)
                      where r.tenant_id = h.tenant_id and r.shift_id = h.shift_id and p.rounding = 'asCash')
                  + (select coalesce(sum(case m.kind when 'in' then m.amount else -m.amount end), 0)
                       from sales.cash_movement as m
                      where m.tenant_id = h.tenant_id and m.shift_id = h.shift_id)
         union all
        select 'a shift has added up other sales, returns or voids than there are: ' || h.shift_id
          from sales.shift as h
         cross join lateral (
               select coalesce(sum(count) filter (where kind = 'sale'), 0) as sales, coalesce(sum(amount) filter (where kind = 'sale'), 0) as sold,
                      coalesce(sum(tax) filter (where kind = 'saleTax'), 0) as taxed, coalesce(sum(amount) filter (where kind = 'saleTender'), 0) as paid,
                      coalesce(sum(count) filter (where kind = 'return'), 0) as returns,
                      coalesce(sum(amount) filter (where kind = 'returnTender'), 0) as refunded,
                      coalesce(sum(count) filter (where kind = 'void'), 0) as voids, coalesce(sum(net) filter (where kind = 'void'), 0) as voided
                 from sales.shift_total as t
                where t.tenant_id = h.tenant_id and t.shift_id = h.shift_id
               ) as t
         where (t.sales, t.sold, t.taxed, t.paid) <> (select count(*), coalesce(sum(total), 0), coalesce(sum(tax), 0), coalesce(sum(paid), 0)
                  from sales.sale as s where s.tenant_id = h.tenant_id and s.shift_id = h.shift_id)
            or (t.returns, t.refunded) <> (select count(*), coalesce(sum(refunded), 0)
                  from sales.sale_return as r where r.tenant_id = h.tenant_id and r.shift_id = h.shift_id)
            or (t.voids, t.voided) <> (select count(*), coalesce(sum(net), 0)
                  from sales.sale as s where s.tenant_id = h.tenant_id and s.void_shift_id = h.shift_id)
         union all
        select 'the Z reports of a terminal are no chain: ' || n.terminal_id
          from core.document_number as n
         where n.kind = 'z_report'
           and n.last_number <> (select count(*) from sales.z_report as z
                left join sales.z_report as b on b.tenant_id = z.tenant_id and b.terminal_id = z.terminal_id and b.sequence = z.sequence - 1
               where z.tenant_id = n.tenant_id and z.terminal_id = n.terminal_id and z.sequence between 1 and n.last_number
                 and z.hash = sha256(z.content) and z.previous_hash is not distinct from b.hash
                 and convert_from(z.content, 'UTF8')::jsonb ->> 'previousHash' is not distinct from encode(b.hash, 'hex'))
         union all
        select 'a closed shift has no Z report, or one that is not closed has one: ' || h.shift_id
          from sales.shift as h
          left join sales.z_report as z using (tenant_id, shift_id)
         where (h.status = 'closed') <> (z.shift_id is not null)
         union all
        select 'oversold: store ' || store_id || ', variant ' || variant_id
          from inventory.stock_level
         where not may_go_negative and on_hand < reserved
         union all
        select 'reserved is another quantity than is held: store ' || l.store_id || ', variant ' || l.variant_id
          from inventory.stock_level as l
         where l.reserved <> (select coalesce(sum(h.remaining), 0)
                                from inventory.reservation_hold as h
                                join inventory.reservation as r using (tenant_id, reservation_id)
                               where h.tenant_id = l.tenant_id and h.store_id = l.store_id and h.variant_id = l.variant_id
                                 and h.is_held and r.ended_at is null)
         union all
        select 'a reservation that is over still holds something: ' || h.reservation_id
          from inventory.reservation_hold as h
          join inventory.reservation as r using (tenant_id, reservation_id)
         where h.is_held and r.ended_at is not null
         union all
        select 'guarded otherwise than the settings say: store ' || l.store_id || ', variant ' || l.variant_id
          from inventory.stock_level as l
          left join (select distinct on (tenant_id) tenant_id, settings ->> 'negativeStock' = 'allow' as allows_negative
                       from core.settings
                      order by tenant_id, version desc) as s using (tenant_id)
         where l.may_go_negative <> coalesce(s.allows_negative, false)
         union all
        select 'a sale is not the sum of its lines: ' || s.sale_id
          from sales.sale as s
         where not exists (
               select
                 from sales.sale_line as l
                where l.tenant_id = s.tenant_id and l.sale_id = s.sale_id
               having (s.net, s.tax, s.total) = (sum(l.net), sum(l.tax), sum(l.gross)))
         union all
        select 'a sale is not what was tendered less the change: ' || s.sale_id
          from sales.sale as s
         where s.total + s.rounding + s.change <> (select coalesce(sum(t.amount), 0)
                                        from sales.tender as t
                                       where t.tenant_id = s.tenant_id and t.sale_id = s.sale_id)
         union all
        select 'a sale is rounded that was not paid in cash: ' || s.sale_id
          from sales.sale as s
         where s.rounding <> 0
           and s.total + s.rounding <> 0
           and coalesce(s.cash_rounding ->> 'appliesTo', '') <> 'allTenders'
           and not exists (select from sales.tender as t where t.tenant_id = s.tenant_id and t.sale_id = s.sale_id
               and coalesce(t.rounding = 'asCash', t.method = 'cash'))
         union all
        select 'the counts of a terminal have gaps: ' || n.terminal_id
          from core.document_number as n
         where n.kind = 'sale'
           and exists (select from sales.sale as s where s.tenant_id = n.tenant_id and s.terminal_id = n.terminal_id
               and s.sequence not between 1 and n.last_number)
         union all
        select 'a sale and its stock movements disagree: ' || s.sale_id
          from sales.sale as s
         where exists (
               select 1
                 from (select l.variant_id, -l.quantity as quantity
                         from sales.sale_line as l
                        where l.tenant_id = s.tenant_id and l.sale_id = s.sale_id
                       union all
                       select l.variant_id, l.quantity
                         from sales.sale_line as l
                        where l.tenant_id = s.tenant_id and l.sale_id = s.sale_id and s.status = 'voided'
                       union all
                       select m.variant_id, -m.quantity
                         from inventory.stock_movement as m
                        where m.tenant_id = s.tenant_id and m.document_id = s.sale_id) as told
                group by variant_id
               having sum(quantity) <> 0)
         union all
        select 'stock moved for a sale that is not there: ' || m.document_id
          from inventory.stock_movement as m
         where m.kind in ('sale', 'void')
           and not exists (select from sales.sale as s where s.tenant_id = m.tenant_id and s.sale_id = m.document_id)
         union all
        select 'the numbers of a terminal have gaps: ' || n.terminal_id
          from core.document_number as n
         where n.kind = 'sale'
           and n.last_number <> (select count(distinct coalesce(sequence::text, number)) from sales.sale as s
               where s.tenant_id = n.tenant_id and s.terminal_id = n.terminal_id)
         union all
        select 'a day was added up to something else than was sold, voided and taken back: ' || d.store_id || ', ' || d.business_date
          from sales.business_day as d
         where d.rolled_at is not null
           and (select coalesce(sum(case f.act when 'sale' then f.gross else -f.gross end), 0)
                  from sales.day_figure as f
                 where (f.tenant_id, f.store_id, f.business_date, f.revision) = (d.tenant_id, d.store_id, d.business_date, d.revision)
                   and f.kind = 'product')
               <> (select coalesce(sum(s.total), 0)
                     from sales.sale as s
                    where (s.tenant_id, s.store_id, s.business_date) = (d.tenant_id, d.store_id, d.business_date)
                      and s.status = 'completed')
                  - (select coalesce(sum(r.total), 0)
                       from sales.sale_return as r
                      where (r.tenant_id, r.to_store_id, r.business_date) = (d.tenant_id, d.store_id, d.business_date))
         union all
        select 'a sale without its event: ' || s.sale_id
          from sales.sale as s
         where (select count(*)
                  from app.outbox_event as e
                 where e.tenant_id = s.tenant_id and e.type = 'sales.sale_completed' and e.payload ->> 'saleId' = s.sale_id::text) <> 1
         union all
        select 'a sale without its audit entry: ' || s.sale_id
          from sales.sale as s
         where (select count(*)
                  from app.audit_entry as a
                 where a.tenant_id = s.tenant_id and a.act = 'CompleteSale' and a.outcome = 'done'
                     and a.subject ->> 'saleId' = s.sale_id::text) <> 1
        """;

    /// <summary>
    /// Asks of each table, or of some of its rows, how many there are and who wrote them. What answers the same is the same: a row that
    /// is written again has a transaction of a higher number.
    /// </summary>
    public static string VersionsSql(IEnumerable<string> tables) =>
        string.Join(
            "\nunion all\n",
            tables.Select(table =>
                $"select '{table.Split(' ')[0]} ' || count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) from {table}"
            )
        );

    /// <summary>What is wrong in the books, in words; empty when nothing is.</summary>
    /// <param name="adminConnectionString">Of an administrator, who sees all tenants.</param>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(string adminConnectionString)
    {
        await using var connection = new NpgsqlConnection(adminConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(ViolationsSql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        List<string> violations = [];
        while (await reader.ReadAsync())
            violations.Add(reader.GetString(0));
        return violations;
    }
}
