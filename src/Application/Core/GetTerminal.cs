using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Shows one terminal.</summary>
public sealed record GetTerminal(Guid TerminalId) : IQuery<Terminal>;

internal sealed class GetTerminalHandler(Terminals terminals) : IQueryHandler<GetTerminal, Terminal>
{
    public async Task<Terminal> Handle(GetTerminal query, CancellationToken ct) =>
        await terminals.FindAsync(query.TerminalId, ct) ?? throw new Refused(PipelineErrors.TerminalIsUnknown);
}
