using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Signs a person in by PIN at the enrolled terminal that asks: a session of an hour, bound to that terminal.</summary>
public sealed record SignInByPin(Guid UserId, string Pin) : IUnscoped<Tokens>, IHoldsSecret;

internal sealed class SignInByPinValidator : AbstractValidator<SignInByPin>
{
    public SignInByPinValidator() =>
        RuleFor(c => c.Pin).Secret(PinRules.Form, $"Must be {PinRules.Shortest} to {PinRules.Longest} digits.");
}

internal sealed class SignInByPinHandler(IDb db, PinChecks pins, Sessions sessions, ITerminals terminals, RequestContext context)
    : IUnscopedHandler<SignInByPin, Tokens>
{
    // Locked: whoever takes the PIN or the user away now waits, and then ends what it is about to open.
    private const string LockSql = """
        select p.user_id
          from identity.pin as p
          join identity.user_account as u using (tenant_id, user_id)
         where p.tenant_id = @tenant
           and u.tenant_id = @tenant
           and p.user_id = @UserId
           and p.pin_hash = @PinHash
           and u.disabled_at is null
           for no key update
        """;

    public async Task<Tokens> Handle(SignInByPin command, CancellationToken ct)
    {
        var right = await pins.CheckAsync(command.UserId, command.Pin, ct);
        return await db.InTransaction<Tokens>(
            Access.Write,
            async () =>
            {
                if (right is null || await db.QuerySingleOrDefaultAsync<Guid?>(LockSql, right, ct) is null)
                    return Outcome<Tokens>.Refuse(IdentityErrors.PinSignInFailed);
                var credential = ((TerminalPrincipal)context.Principal!).CredentialId; // The route serves enrolled tills only.
                terminals.Seen(credential);
                return sessions.Start(command.UserId, new SessionStart(SessionStart.ByPin, context.TerminalId, credential));
            },
            ct
        );
    }
}
