using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists the terminals of the caller's stores, or of one of them.</summary>
public sealed record ListTerminals(Guid? StoreId = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<Terminal>>, IPaged, IStoreRequest;

/// <param name="Code">Short name, printed in document numbers.</param>
public sealed record Terminal(Guid TerminalId, Guid StoreId, string Code, string Name, bool IsArchived);

internal sealed class ListTerminalsValidator : AbstractValidator<ListTerminals>
{
    public ListTerminalsValidator() => this.PageOf<ListTerminals, Guid?>();
}

internal sealed class ListTerminalsHandler(IDb db) : IQueryHandler<ListTerminals, Page<Terminal>>
{
    private const string ListSql =
        """
        select terminal_id, store_id, code, name, archived_at is not null as is_archived
          from core.terminal
         where tenant_id = @tenant
           and (@StoreId::uuid is null or store_id = @StoreId)
           and (@After::uuid is null or terminal_id > @After)
         order by terminal_id
         limit @Limit
        """;

    public async Task<Page<Terminal>> Handle(ListTerminals query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<Terminal>(
            ListSql,
            new { query.StoreId, After = Cursor.Read<Guid?>(query.Cursor), Limit = query.Limit + 1 },
            ct);
        return Page<Terminal>.Of(rows, query.Limit, t => (Guid?)t.TerminalId);
    }
}
