using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists the terminals of the caller's stores, or of one of them, by name.</summary>
public sealed record ListTerminals(Guid? StoreId = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<ListedTerminal>>,
        IPaged,
        IStoreRequest;

internal sealed class ListTerminalsValidator : AbstractValidator<ListTerminals>
{
    public ListTerminalsValidator() => this.PageOf<ListTerminals, TerminalKey>();
}

/// <summary>A terminal with its place in the list of names.</summary>
internal sealed record OrderedTerminal(
    Guid TerminalId,
    Guid StoreId,
    string Code,
    string Name,
    bool IsEnrolled,
    bool IsArchived,
    int Version,
    DateTimeOffset? LastSeenAt,
    string NameOrder
)
{
    public ListedTerminal Terminal => new(TerminalId, StoreId, Code, Name, IsEnrolled, IsArchived, Version, LastSeenAt);
}

internal sealed record TerminalKey(string NameOrder, Guid TerminalId);

internal sealed class ListTerminalsHandler(IDb db) : IQueryHandler<ListTerminals, Page<ListedTerminal>>
{
    private const string ListSql =
        Terminals.Columns
        + ", c.last_seen_at, t.name_order"
        + Terminals.Source
        + """

               and (@StoreId::uuid is null or t.store_id = @StoreId)
               and (@AfterName::text is null or (t.name_order, t.terminal_id) > (@AfterName, @AfterId))
             order by t.name_order, t.terminal_id
             limit @Limit
            """;

    public async Task<Page<ListedTerminal>> Handle(ListTerminals query, CancellationToken ct)
    {
        var after = Cursor.Read<TerminalKey>(query.Cursor);
        var rows = await db.QueryAsync<OrderedTerminal>(
            ListSql,
            new
            {
                query.StoreId,
                AfterName = after?.NameOrder,
                AfterId = after?.TerminalId,
                Limit = query.Limit + 1,
            },
            ct
        );
        return Page<ListedTerminal>.Of(rows, query.Limit, t => new TerminalKey(t.NameOrder, t.TerminalId), t => t.Terminal);
    }
}
