using System.Globalization;
using Npgsql;

namespace PosCommerce.Infrastructure.Database;

/// <summary>
/// Reads the outbox of all tenants in commit order, as <c>poscommerce_dispatcher</c>. It stops below the oldest transaction
/// that still runs: what commits later sorts behind everything returned here, so a reader that remembers its last position
/// misses nothing, sees nothing twice and waits for nobody. The only reader, because a distributed engine needs another.
/// </summary>
public sealed class OutboxReader(NpgsqlDataSource dataSource)
{
    // Ordered by the column of the table: that of the answer is text, in which 1000 comes before 999.
    private const string ReadSql = """
        select transaction_id::text, outbox_event_id, tenant_id, type, payload::text, occurred_at
          from app.outbox_event as e
         where transaction_id < pg_snapshot_xmin(pg_current_snapshot())
           and (transaction_id, outbox_event_id) > (@AfterTransaction::xid8, @AfterEvent)
         order by e.transaction_id, e.outbox_event_id
         limit @Limit
        """;

    /// <summary>The events after a position, oldest first; <see cref="OutboxPosition.Start"/> reads from the beginning.</summary>
    public async Task<IReadOnlyList<OutboxEvent>> ReadAsync(OutboxPosition after, int limit, CancellationToken ct)
    {
        var rows = await dataSource.QueryAsDispatcherAsync<Row>(
            ReadSql,
            new
            {
                AfterTransaction = after.TransactionId.ToString(CultureInfo.InvariantCulture),
                AfterEvent = after.EventId,
                Limit = limit,
            },
            ct
        );
        return [.. rows.Select(row => row.Event)];
    }

    private sealed record Row(
        string TransactionId,
        Guid OutboxEventId,
        Guid TenantId,
        string Type,
        string Payload,
        DateTimeOffset OccurredAt
    )
    {
        public OutboxEvent Event =>
            new(
                new OutboxPosition(ulong.Parse(TransactionId, CultureInfo.InvariantCulture), OutboxEventId),
                TenantId,
                Type,
                Payload,
                OccurredAt
            );
    }
}

/// <summary>A place in the stream of events.</summary>
public readonly record struct OutboxPosition(ulong TransactionId, Guid EventId)
{
    public static readonly OutboxPosition Start;
}

/// <param name="Payload">The event as JSON.</param>
public sealed record OutboxEvent(OutboxPosition Position, Guid TenantId, string Type, string Payload, DateTimeOffset OccurredAt);
