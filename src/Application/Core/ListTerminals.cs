using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists the terminals of the caller's stores, or of one of them, by name.</summary>
public sealed record ListTerminals(Guid? StoreId = null, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<ListedTerminal>>, IPaged, IStoreRequest;

internal sealed class ListTerminalsValidator : AbstractValidator<ListTerminals>
{
    public ListTerminalsValidator() => this.PageOf<ListTerminals, TerminalKey>();
}

internal sealed class ListTerminalsHandler(TerminalRecords terminals) : IQueryHandler<ListTerminals, Page<ListedTerminal>>
{
    public async Task<Page<ListedTerminal>> Handle(ListTerminals query, CancellationToken ct) => Page<ListedTerminal>.Of(
        await terminals.ListAsync(query.StoreId, Cursor.Read<TerminalKey>(query.Cursor), query.Limit, ct),
        query.Limit,
        t => new TerminalKey(t.NameOrder, t.TerminalId),
        t => t.Terminal);
}
