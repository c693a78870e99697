using System.Buffers;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;
using PosCommerce.Application.Common;
using PosCommerce.Infrastructure.Security;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// Which access tokens are believed: ours, for us, of this moment, signed with ES256 by a key we name, and spelt canonically.
/// </summary>
internal static class BearerTokens
{
    private const string Scheme = "Bearer ";

    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
    );

    public static void Add(IServiceCollection services)
    {
        // AddAuthentication would also bring data protection, which writes key files that nothing here uses.
        services.AddAuthenticationCore(options => options.DefaultScheme = JwtBearerDefaults.AuthenticationScheme);
        services.AddWebEncoders();
        services.AddSingleton<IAuthenticationConfigurationProvider, Settings>();
        new AuthenticationBuilder(services).AddJwtBearer();

        // Options are made at the first request: keys are not touched while the host is only described.
        services
            .AddOptions<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme)
            .Configure<SigningKeys, IConfiguration, TimeProvider>(Configure);
    }

    /// <summary>The API key or the terminal's credential that the request shows; null when it shows neither.</summary>
    public static Credential? CredentialOf(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var text
        && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && Credential.TryParse(text[Scheme.Length..], out var credential)
            ? credential
            : null;

    private static void Configure(JwtBearerOptions options, SigningKeys keys, IConfiguration configuration, TimeProvider clock)
    {
        options.MapInboundClaims = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidIssuer = configuration[AuthDefaults.IssuerSetting] ?? AuthDefaults.Issuer,
            ValidAudience = configuration[AuthDefaults.AudienceSetting] ?? AuthDefaults.Audience,
            IssuerSigningKeyResolver = (_, _, keyId, _) => keys.ValidationKeys.Where(key => key.KeyId == keyId),
            TryAllIssuerSigningKeys = false,
            CryptoProviderFactory = new CryptoProviderFactory { CustomCryptoProvider = new RememberedSignatures() },
            RequireSignedTokens = true,
            LifetimeValidator = (notBefore, expires, _, _) => IsOfThisMoment(notBefore, expires, clock.GetUtcNow().UtcDateTime),
        };
        options.Events = new JwtBearerEvents
        {
            OnMessageReceived = context =>
            {
                if (!IsCanonical(context.Request.Headers.Authorization.ToString()))
                    context.NoResult();
                return Task.CompletedTask;
            },
        };
    }

    private static bool IsOfThisMoment(DateTime? notBefore, DateTime? expires, DateTime now) =>
        expires is { } end && now < end && (notBefore is not { } start || start <= now);

    // The library's decoder forgives padding and the alphabet of plain base64; one token should have one spelling.
    private static bool IsCanonical(string authorization) =>
        authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && authorization.AsSpan(Scheme.Length) is var token
        && token.Count('.') == 2
        && !token.ContainsAnyExcept(TokenCharacters);

    private sealed class Settings(IConfiguration configuration) : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration => configuration.GetSection("Authentication");
    }
}
