using System.Globalization;
using System.Security.Claims;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.Extensions.Primitives;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Infrastructure.Security;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Finds out, once, who asks for what on behalf of which tenant under which declaration. It answers 401 before anything of
/// the request's body is read.
/// </summary>
internal sealed partial class RequestContextMiddleware(RequestDelegate next, QueryNames queryNames, IConfiguration configuration)
{
    public const string TenantHeader = "X-Tenant";
    public const string IdempotencyKeyHeader = "Idempotency-Key";
    public const string ApprovalHeader = "Approval";
    public const int MaximumIdempotencyKeyLength = 128;

    // Versions count from one, so this one is never current: the use case answers as it does to a stale one.
    private const int NoVersion = -1;
    private const int MaximumUserAgentLength = 200;

    private readonly string? baseDomain = configuration["Tenancy:BaseDomain"];

    public Task InvokeAsync(HttpContext http, RequestContext context)
    {
        // Routing answers 405 through an endpoint of its own, which is none of ours.
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
            return next(http);

        context.Access = endpoint.Metadata.GetMetadata<IRouteDeclaration>()?.Access ?? RouteAccess.Undeclared;
        if (!context.Access.IsAnonymous)
            Identify(http, context);
        else if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bound)
            bound.MaxRequestBodySize = RequestBody.LargestOfStrangers;
        if (context.Access.Audience is Audience.Nobody)
            throw new Refused(PipelineErrors.RouteDeclaresNothing);

        FindTenant(http.Request, context);
        var headers = http.Request.Headers;
        context.Operation = $"{http.Request.Method} {http.Request.Path.Value}";
        context.IdempotencyKey = IdempotencyKeyOf(headers[IdempotencyKeyHeader]);
        context.IfMatch = VersionOf(headers.IfMatch);
        context.ApprovalId = ApprovalOf(headers[ApprovalHeader]);
        context.ClientAddress = AddressOf(http.Connection);
        context.UserAgent = headers.UserAgent.ToString() is { Length: > 0 } agent ? PlainText.Start(agent, MaximumUserAgentLength) : null;
        if (endpoint.Metadata.GetMetadata<ControllerActionDescriptor>() is { } action)
            queryNames.Check(action, http.Request.Query);
        return next(http);
    }

    private static void Identify(HttpContext http, RequestContext context)
    {
        if (BearerTokens.CredentialOf(http.Request) is { } credential)
        {
            context.Principal =
                credential.Kind is CredentialKind.ApiKey
                    ? new ApiKeyPrincipal(credential.Id, credential.Hash)
                    : new TerminalPrincipal(credential.Id, credential.Hash);
            context.TenantId = credential.TenantId;
            context.TenantSlug = credential.TenantSlug;
            return;
        }

        var caller = http.User;
        if (
            caller.Identity is not { IsAuthenticated: true }
            || IdOf(caller, TokenClaims.Subject) is not { } subject
            || IdOf(caller, TokenClaims.Session) is not { } session
        )
            throw new Refused(PipelineErrors.NotSignedIn);
        if (caller.FindFirstValue(TokenClaims.Scope) == TokenClaims.PlatformScope)
        {
            context.Principal = new OperatorPrincipal(subject, session);
            return;
        }

        if (IdOf(caller, TokenClaims.Tenant) is not { } tenant || caller.FindFirstValue(TokenClaims.TenantSlug) is not { Length: > 0 } slug)
            throw new Refused(PipelineErrors.NotSignedIn);
        context.Principal = new UserPrincipal(subject, session, IdOf(caller, TokenClaims.Terminal));
        context.TenantId = tenant;
        context.TenantSlug = slug;
    }

    private static Guid? IdOf(ClaimsPrincipal caller, string claim) =>
        Guid.TryParseExact(caller.FindFirstValue(claim), "D", out var id) ? id : null;

    private void FindTenant(HttpRequest request, RequestContext context)
    {
        foreach (var named in new[] { HeaderTenantOf(request.Headers[TenantHeader]), HostTenantOf(request.Host.Host) })
        {
            if (named is null)
                continue;
            if (context.TenantSlug is { } slug && slug != named)
                throw new Refused(PipelineErrors.TenantContradicts);
            context.TenantSlug = named;
        }
    }

    // Here and below: generated clients send a header that was left out as an empty one.
    private static string? HeaderTenantOf(StringValues header) =>
        header switch
        {
            [] or [""] => null,
            [{ } slug] when TenantName.IsOne(slug) => slug,
            _ => throw EdgeErrors.Wrong(TenantHeader, "Must be the merchant's name once: lower-case letters, digits and hyphens."),
        };

    private string? HostTenantOf(string host)
    {
        if (string.IsNullOrEmpty(baseDomain) || !host.EndsWith($".{baseDomain}", StringComparison.OrdinalIgnoreCase))
            return null;
        var label = host[..^(baseDomain.Length + 1)].ToLowerInvariant();
        return TenantName.IsOne(label) ? label : null;
    }

    private static Guid? ApprovalOf(StringValues header) =>
        header switch
        {
            [] or [""] => null,
            [{ } text] when Guid.TryParseExact(text, "D", out var id) => id,
            _ => throw EdgeErrors.Wrong(ApprovalHeader, "Must be the id of one challenge, a UUID."),
        };

    private static string? IdempotencyKeyOf(StringValues header) =>
        header switch
        {
            [] or [""] => null,
            [{ Length: >= 1 and <= MaximumIdempotencyKeyLength } key] when key.All(c => c is > ' ' and <= '~') => key,
            _ => throw EdgeErrors.Wrong(IdempotencyKeyHeader, "Must be one key of 1 to 128 visible ASCII characters."),
        };

    // A strong tag that is not one of ours is a version that nothing has: 412 by the use case, not 400 (RFC 9110, section
    // 13.1.1). "*", a list and weak tags could only mean "whatever is there", which is what If-Match is to prevent.
    private static int? VersionOf(StringValues header) =>
        header switch
        {
            [] or [""] => null,
            [{ } tag] when StrongTagForm().IsMatch(tag) => int.TryParse(
                tag.AsSpan(1, tag.Length - 2),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var version
            )
            && Answer.EntityTag(version) == tag
                ? version
                : NoVersion,
            _ => throw EdgeErrors.Wrong("If-Match", "Must be the one strong ETag that reading the resource gave, such as \"3\"."),
        };

    private static string? AddressOf(ConnectionInfo connection)
    {
        if (connection.RemoteIpAddress is not { } address)
            return null;
        var text = (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString();
        var scope = text.IndexOf('%', StringComparison.Ordinal);
        return scope < 0 ? text : text[..scope];
    }

    [GeneratedRegex(@"^""[\x21\x23-\x7E]*""\z", RegexOptions.CultureInvariant)]
    private static partial Regex StrongTagForm();
}
