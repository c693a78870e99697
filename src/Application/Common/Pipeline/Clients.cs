namespace PosCommerce.Application.Common.Pipeline;

/// <summary>
/// Which client makes an act: the terminal, the API key, the merchant's people. A cashier who signs in, out, or anew changes
/// nothing about it (docs/decisions/0025).
/// </summary>
internal static class Clients
{
    public static ActClient Of(RequestContext context, object request)
    {
        var named = (request as ITerminalRequest)?.TerminalId;
        return context.Principal switch
        {
            // What people do to their own account is another act for everybody.
            UserPrincipal user when context.Access is { Audience: Audience.People } => new ActClient("person", user.UserId),
            UserPrincipal { TerminalId: { } bound } => new ActClient("terminal", bound, NamesTerminal: named is not null),
            UserPrincipal when named is not null => new ActClient("terminal", named, NamesTerminal: true),
            UserPrincipal => new ActClient("people"),
            ApiKeyPrincipal key => new ActClient("api_key", key.ApiKeyId),
            TerminalPrincipal => new ActClient("terminal", NamesTerminal: named is not null),
            OperatorPrincipal => new ActClient("operators"),
            _ => throw new InvalidOperationException("Nobody is signed in."),
        };
    }
}
