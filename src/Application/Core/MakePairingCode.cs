using System.Security.Cryptography;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Makes a code by which a device becomes this terminal, once and within ten minutes.</summary>
public sealed record MakePairingCode(Guid TerminalId) : ICommand<PairingCode>, IShownOnce;

/// <param name="Code">Type it on the device. It is shown now and never again.</param>
public sealed record PairingCode(Guid TerminalId, string Code, DateTimeOffset ExpiresAt);

internal sealed class MakePairingCodeHandler(IDb db, Stores stores, Terminals terminals, Enrolment enrolment, IActor actor)
    : ICommandHandler<MakePairingCode, PairingCode>
{
    // Forty bits, good for ten minutes: without letters and digits that are taken for one another when read out.
    private const string Alphabet = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private const int Length = 8;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const string MakeCodeSql = """
        insert into core.pairing_code (pairing_code_id, terminal_id, store_id, code_hash, made_at, made_by, expires_at)
        values (@PairingCodeId, @TerminalId, @StoreId, @CodeHash, @Now, @MadeBy, @ExpiresAt)
        """;

    public async Task<PairingCode> Handle(MakePairingCode command, CancellationToken ct)
    {
        var found = await terminals.FindAsync(command.TerminalId, ct) ?? throw new Refused(PipelineErrors.TerminalIsUnknown);
        // The store first, as whoever archives it does.
        await stores.RequireOpenAsync(found.StoreId, ct);
        var terminal = await terminals.LockAsync(command.TerminalId, ct);
        if (terminal is not { IsArchived: false })
            throw new Refused(CoreErrors.TerminalIsArchived);
        var now = actor.Now;
        var code = new PairingCode(terminal.TerminalId, RandomNumberGenerator.GetString(Alphabet, Length), now + Lifetime);
        // The ones before it stop working.
        enrolment.WithdrawCodes(terminal.TerminalId);
        db.Enqueue(
            MakeCodeSql,
            new
            {
                PairingCodeId = Ids.New(),
                terminal.TerminalId,
                terminal.StoreId,
                CodeHash = PairTerminal.HashOf(code.Code),
                Now = now,
                MadeBy = actor.ActorId,
                code.ExpiresAt,
            }
        );
        return code;
    }
}
