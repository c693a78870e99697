using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Adds a terminal to a store; a device becomes it by redeeming a pairing code.</summary>
/// <param name="Code">Short name, printed in document numbers: 1 to 10 capital letters and digits.</param>
public sealed record CreateTerminal(Guid StoreId, string Code, string Name) : ICommand<Terminal>, IStoreRequest, ICreates
{
    Guid? IStoreRequest.StoreId => StoreId;
}

internal sealed class CreateTerminalValidator : AbstractValidator<CreateTerminal>
{
    public CreateTerminalValidator()
    {
        RuleFor(c => c.Code).TerminalCode();
        RuleFor(c => c.Name).ShortText(200);
    }
}

internal sealed class CreateTerminalHandler(IDb db, Stores stores, IActor actor) : ICommandHandler<CreateTerminal, Terminal>
{
    private const string AddSql = """
        insert into core.terminal (terminal_id, store_id, code, name, created_at)
        values (@TerminalId, @StoreId, @Code, @Name, @Now)
        """;

    public async Task<Terminal> Handle(CreateTerminal command, CancellationToken ct)
    {
        await stores.RequireOpenAsync(command.StoreId, ct);
        var terminal = new Terminal(
            Ids.New(),
            command.StoreId,
            command.Code,
            command.Name,
            IsEnrolled: false,
            IsArchived: false,
            Version: 1
        );
        db.Enqueue(
                AddSql,
                new
                {
                    terminal.TerminalId,
                    terminal.StoreId,
                    terminal.Code,
                    terminal.Name,
                    actor.Now,
                }
            )
            .OnConstraint("terminal_code_is_taken", CoreErrors.TerminalCodeTaken);
        return terminal;
    }
}

internal static class TerminalRules
{
    public static IRuleBuilderOptions<T, string?> TerminalCode<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Code(@"^[A-Z0-9]{1,10}\z", "Must be 1 to 10 capital letters and digits.");
}
