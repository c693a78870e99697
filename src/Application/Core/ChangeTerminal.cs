using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Renames a terminal.</summary>
/// <param name="Code">Short name, printed in document numbers: it stays once there is one.</param>
public sealed record ChangeTerminal(Guid TerminalId, string Code, string Name) : ICommand<Terminal>, IEdit;

internal sealed class ChangeTerminalValidator : AbstractValidator<ChangeTerminal>
{
    public ChangeTerminalValidator()
    {
        RuleFor(c => c.Code).TerminalCode();
        RuleFor(c => c.Name).ShortText(200);
    }
}

internal sealed class ChangeTerminalHandler(IDb db, Terminals terminals, IActor actor) : ICommandHandler<ChangeTerminal, Terminal>
{
    // Asked while the till is held: the next number waits.
    private const string HasNumberedSql = """
        select exists (select
                         from core.document_number
                        where tenant_id = @tenant
                          and terminal_id = @TerminalId)
        """;

    public async Task<Terminal> Handle(ChangeTerminal command, CancellationToken ct)
    {
        var before = await terminals.LockAsync(command.TerminalId, ct) ?? throw new Refused(PipelineErrors.TerminalIsUnknown);
        actor.RequireVersion(before.Version);
        if (before.IsArchived)
            throw new Refused(CoreErrors.TerminalIsArchived);
        // A code that is free again would be given to another till, whose receipts then carry the same numbers.
        if (command.Code != before.Code && await db.QuerySingleOrDefaultAsync<bool>(HasNumberedSql, new { command.TerminalId }, ct))
            throw new Refused(CoreErrors.TerminalCodeIsFixed);
        return await terminals.SaveAsync(before, before with { Code = command.Code, Name = command.Name }, ct);
    }
}
