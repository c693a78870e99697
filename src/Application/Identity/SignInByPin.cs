using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Application.Identity.Ports;
using PosCommerce.Domain.Identity;

namespace PosCommerce.Application.Identity;

/// <summary>Signs a person in by PIN at the enrolled till that asks: a session of an hour, bound to that till.</summary>
public sealed record SignInByPin(Guid UserId, string Pin) : IUnscoped<Tokens>, IHoldsSecret;

internal sealed class SignInByPinValidator : AbstractValidator<SignInByPin>
{
    public SignInByPinValidator() => RuleFor(c => c.Pin).Secret(PinRules.Form, $"Must be {PinRules.Shortest} to {PinRules.Longest} digits.");
}

internal sealed class SignInByPinHandler(IDb db, PinChecks pins, Sessions sessions, ITerminals terminals, RequestContext context) : IUnscopedHandler<SignInByPin, Tokens>
{
    public async Task<Tokens> Handle(SignInByPin command, CancellationToken ct)
    {
        var right = await pins.CheckAsync(command.UserId, command.Pin, ct);
        return await db.InTransaction<Tokens>(
            Access.Write,
            async () =>
            {
                if (right is null || !await pins.HoldAsync(right, ct))
                    return Outcome<Tokens>.Refuse(IdentityErrors.PinSignInFailed);
                var credential = ((TerminalPrincipal)context.Principal!).CredentialId; // The route serves enrolled tills only.
                terminals.Seen(credential);
                return sessions.Start(command.UserId, new SessionStart(SessionStart.ByPin, context.TerminalId, credential));
            },
            ct);
    }
}
