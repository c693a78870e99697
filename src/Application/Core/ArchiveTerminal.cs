using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Takes a terminal out of use for good: its device is no longer enrolled, its documents stay.</summary>
public sealed record ArchiveTerminal(Guid TerminalId) : ICommand<Terminal>;

internal sealed class ArchiveTerminalHandler(Terminals terminals, Enrolment enrolment, IActor actor)
    : ICommandHandler<ArchiveTerminal, Terminal>
{
    public async Task<Terminal> Handle(ArchiveTerminal command, CancellationToken ct)
    {
        var before = await terminals.LockAsync(command.TerminalId, ct) ?? throw new Refused(PipelineErrors.TerminalIsUnknown);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(CoreErrors.TerminalIsArchived);
        enrolment.End(command.TerminalId);
        return await terminals.SaveAsync(before, before with { IsArchived = true, IsEnrolled = false }, ct);
    }
}
