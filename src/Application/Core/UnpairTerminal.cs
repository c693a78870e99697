using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Takes a device's enrolment back: its credential and the sessions at it stop with their next request.</summary>
public sealed record UnpairTerminal(Guid TerminalId) : ICommand<Terminal>;

internal sealed class UnpairTerminalHandler(Terminals terminals, Enrolment enrolment, IActor actor)
    : ICommandHandler<UnpairTerminal, Terminal>
{
    public async Task<Terminal> Handle(UnpairTerminal command, CancellationToken ct)
    {
        var before = await terminals.LockAsync(command.TerminalId, ct) ?? throw new Refused(PipelineErrors.TerminalIsUnknown);
        actor.RequireVersion(before.Version);
        if (!before.IsEnrolled)
            throw new Refused(CoreErrors.TerminalIsNotEnrolled);
        enrolment.End(command.TerminalId);
        return await terminals.SaveAsync(before, before with { IsEnrolled = false }, ct);
    }
}
