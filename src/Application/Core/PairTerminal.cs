using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Core.Ports;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Core;

/// <summary>Makes a device the terminal that the code was made for; whatever device was it before is so no longer.</summary>
/// <param name="Code">In any case, with or without blanks and hyphens.</param>
public sealed record PairTerminal(string Code) : IAnonymousCommand<PairedTerminal>
{
    internal static byte[] HashOf(string code) =>
        SHA256.HashData(
            Encoding.UTF8.GetBytes(
                code.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToUpperInvariant()
            )
        );
}

/// <param name="Credential">Send it as `Authorization: Bearer` from this device. It is shown now and never again.</param>
public sealed record PairedTerminal(Guid TerminalId, Guid StoreId, string Credential);

internal sealed class PairTerminalValidator : AbstractValidator<PairTerminal>
{
    public PairTerminalValidator() => RuleFor(c => c.Code).Code(20);
}

internal sealed class PairTerminalHandler(IDb db, IAttempts attempts, RequestContext context, TimeProvider clock)
    : IAnonymousCommandHandler<PairTerminal, PairedTerminal>
{
    // Used up where it is found: of two devices with the same code, the second waits here and finds it used.
    private const string RedeemSql = """
        update core.pairing_code
           set used_at = @Now
         where tenant_id = @tenant
           and code_hash = @CodeHash
           and used_at is null
           and expires_at > @Now
        returning terminal_id, store_id, made_by
        """;

    private const string RevokeSql = """
        update core.terminal_credential
           set revoked_at = @Now
         where tenant_id = @tenant
           and terminal_id = @TerminalId
           and revoked_at is null
        returning terminal_credential_id
        """;

    private const string EnrolSql = """
        insert into core.terminal_credential (terminal_credential_id, terminal_id, store_id, secret_hash, paired_at)
        values (@CredentialId, @TerminalId, @StoreId, @SecretHash, @Now)
        """;

    public async Task<PairedTerminal> Handle(PairTerminal command, CancellationToken ct)
    {
        // Counted before it is tried, so that many guesses at once are many.
        await db.InTransaction<bool>(
            Access.Bookkeeping,
            async () =>
            {
                await attempts.ClaimPairingAsync(context.Network, ct);
                return true;
            },
            ct
        );
        return await db.InTransaction(Access.Write, () => RedeemAsync(command, ct), ct);
    }

    private async Task<Outcome<PairedTerminal>> RedeemAsync(PairTerminal command, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (
            await db.QuerySingleOrDefaultAsync<Place>(RedeemSql, new { CodeHash = PairTerminal.HashOf(command.Code), Now = now }, ct)
            is not { } place
        )
            return Outcome<PairedTerminal>.Refuse(CoreErrors.PairingCodeRefused);

        attempts.ForgivePairing(context.Network);
        var credentialId = Ids.New();
        // The command has found its tenant.
        var (text, hash) = Credential.New(CredentialKind.Terminal, context.TenantSlug!, context.TenantId!.Value, credentialId);
        db.Concerns("terminalId", place.TerminalId);
        db.Concerns("storeId", place.StoreId);
        // Nobody is signed in at the device: whoever made the code let it in.
        db.Concerns("codeMakerId", place.MadeBy);
        var earlier = await db.QuerySingleOrDefaultAsync<Guid?>(RevokeSql, new { place.TerminalId, Now = now }, ct);
        db.Changes(new Device(earlier is not null, earlier), new Device(IsEnrolled: true, credentialId));
        db.Enqueue(
            EnrolSql,
            new
            {
                CredentialId = credentialId,
                place.TerminalId,
                place.StoreId,
                SecretHash = hash,
                Now = now,
            }
        );
        return new PairedTerminal(place.TerminalId, place.StoreId, text);
    }

    private sealed record Place(Guid TerminalId, Guid StoreId, Guid MadeBy);

    // The id of a credential is no secret: the session at the till is known by it.
    [Audited(nameof(IsEnrolled), nameof(CredentialId))]
    private sealed record Device(bool IsEnrolled, Guid? CredentialId);
}
