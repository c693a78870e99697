using System.Globalization;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Controllers;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;
using PosCommerce.Application.Common;
using PosCommerce.Infrastructure;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>What the document says once for all operations: about itself, who may call, and every way to fail.</summary>
internal sealed class DocumentDetails : IOpenApiDocumentTransformer
{
    public const string SecurityScheme = "bearer";
    public const string TenantParameter = "Tenant";
    public const string KeyParameter = "IdempotencyKey";
    public const string RequiredKeyParameter = "RequiredIdempotencyKey";
    public const string ApprovalParameter = "Approval";
    public const string IfMatchParameter = "IfMatch";
    public const string RequiredIfMatchParameter = "RequiredIfMatch";
    public const string ContentTag = "ContentETag";
    private const string TagPattern = "^\"[!#-~]*\"$";
    private const string AllowOrigin = "Access-Control-Allow-Origin";
    private const string RetryAfter = "Retry-After";

    private const string Introduction = """
        Point of sale and web shop over one catalogue, one stock and one set of books. Amounts are whole minor units of the currency
        named beside them (`currencyDigits` says how many decimals that is: 2 for EUR, 0 for JPY, 3 for KWD); quantities have at most
        three decimals; times carry their offset; ids are UUIDs. Blanks and line ends around one-line texts and codes are dropped.

        **What to call first**

        1. `POST /v1/auth/sign-in` with the header `X-Tenant`, an email and a password. On this page: *Authorize*, with the
           `accessToken` pasted.
        2. `GET /v1/me` says in which stores you may do what; `GET /v1/terminals` lists their tills, `GET /v1/variants` what they sell.
        3. `POST /v1/quotes` prices a basket. `POST /v1/sales` sells it: with a fresh `Idempotency-Key`, so that a retry cannot sell twice.

        A device becomes a till by `POST /v1/terminals/pair`, and its people sign in there by PIN. Whatever is refused is a problem
        (RFC 9457) with a stable `code` and a remedy.
        """;

    private static readonly int[] Problems = [400, 401, 403, 404, 409, 412, 413, 415, 422, 428, 429, 500, 503];

    // Of the contexts that are called over HTTP, as their projects describe them.
    private static readonly IReadOnlyDictionary<string, string> Tags = ContextAssemblies.Descriptions;

    /// <summary>Operations are grouped by context, which is the folder of their controller.</summary>
    public static string TagOf(ActionDescriptor action)
    {
        // Controllers are in namespaces.
        var context = action is ControllerActionDescriptor controller ? controller.ControllerTypeInfo.Namespace!.Split('.')[^1] : "";
        return Tags.ContainsKey(context)
            ? context
            : throw new InvalidOperationException($"The context of {action.DisplayName} has no description.");
    }

    public static string ResponseNameOf(string status) =>
        ReasonPhrases.GetReasonPhrase(int.Parse(status, CultureInfo.InvariantCulture)).Replace(" ", "", StringComparison.Ordinal);

    public static Dictionary<string, IOpenApiHeader> CommonHeaders(OpenApiDocument document) =>
        new(StringComparer.Ordinal) { [AllowOrigin] = new OpenApiHeaderReference(AllowOrigin, document) };

    public async Task TransformAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken cancellationToken
    )
    {
        document.Info = new OpenApiInfo
        {
            Title = "PosCommerce API",
            Version = typeof(DocumentDetails).Assembly.GetName().Version!.ToString(3), // Directory.Build.props sets it.
            Description = Introduction,
            Contact = new OpenApiContact
            {
                Name = "PosCommerce",
                Url = new Uri("https://poscommerce.example"),
                Email = "api@poscommerce.example",
            },
            License = new OpenApiLicense { Name = "MIT", Url = new Uri("https://opensource.org/license/mit") },
        };
        document.Servers =
        [
            new OpenApiServer
            {
                Url = "/",
                Description = "The host that served this document, be it local, staging or production.",
                Extensions = External(),
            },
            new OpenApiServer
            {
                Url = "https://{tenant}.{domain}",
                Description =
                    "A merchant's own host in staging or production, where the operator has set a base domain: its name there takes the place of X-Tenant.",
                Variables = new Dictionary<string, OpenApiServerVariable>
                {
                    ["tenant"] = new() { Default = "demo", Description = "The merchant's short name." },
                    ["domain"] = new() { Default = "poscommerce.example", Description = "The operator's base domain." },
                },
                Extensions = External(),
            },
        ];
        document.Tags = Tags.Select(tag => new OpenApiTag { Name = tag.Key, Description = tag.Value }).ToHashSet();

        var components = document.Components ??= new OpenApiComponents();
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [SecurityScheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description =
                    "The `accessToken` of signing in: a JWT (RFC7519) used as RFC8725 recommends, signed with ES256, good for ten minutes. Renew it with the refresh token.",
            },
        };
        // A path is listed for its operations.
        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values).ToArray();
        components.Parameters = Used(
            Parameters(),
            operations.SelectMany(o => o.Parameters ?? []).OfType<OpenApiParameterReference>().Select(r => r.Reference.Id)
        );
        components.Headers = Headers();
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        components.Schemas.Remove("Unit");
        foreach (var schema in components.Schemas.Values.OfType<OpenApiSchema>())
        {
            SayNullable(schema);
            SayWhatItIs(schema);
            SayInOneLine(schema);
        }

        document.AddComponent(nameof(Problem), await context.GetOrCreateSchemaAsync(typeof(Problem), cancellationToken: cancellationToken));
        components.Responses = Used(
            ProblemResponses(document),
            operations.SelectMany(o => o.Responses!.Values).OfType<OpenApiResponseReference>().Select(r => r.Reference.Id)
        ); // Every operation answers.

        var paths = new OpenApiPaths();
        foreach (var (path, item) in document.Paths.OrderBy(p => p.Key, StringComparer.Ordinal))
            paths.Add(path, item);
        document.Paths = paths;
    }

    // The generator says "null or this" without a type, which OpenAPI 3.0 does not take for nullable; a second branch that any
    // object fits would make every object fit two, which oneOf refuses. Null alone is what is meant.
    private static void SayNullable(OpenApiSchema schema)
    {
        foreach (var member in schema.Properties?.Values.OfType<OpenApiSchema>() ?? [])
        {
            if (member.OneOf is [OpenApiSchema nothing, OpenApiSchemaReference something])
            {
                nothing.Type = JsonSchemaType.Object | JsonSchemaType.Null;
                nothing.Enum = [JsonNullSentinel.JsonNull];
                member.OneOf = [something, nothing];
            }
        }
    }

    // Whether a member can be null is said where it stands: the words of an enumeration are the same everywhere, and a null among them
    // would be two branches of the member's.
    private static void SayWhatItIs(OpenApiSchema schema)
    {
        if (schema.Enum is { Count: > 0 } words)
        {
            schema.Enum = [.. words.Where(word => !JsonNullSentinel.IsJsonNullSentinel(word))];
            schema.Type &= ~JsonSchemaType.Null;
        }
    }

    // How a comment is broken in the source is none of a reader's business.
    private static void SayInOneLine(OpenApiSchema schema)
    {
        schema.Description = schema.Description is { } text ? Summaries.Flat(text) : null;
        foreach (var member in schema.Properties?.Values.OfType<OpenApiSchema>() ?? [])
            member.Description = member.Description is { } said ? Summaries.Flat(said) : null;
    }

    private static Dictionary<string, T> Used<T>(Dictionary<string, T> components, IEnumerable<string?> names)
    {
        var used = names.ToHashSet();
        return components.Where(c => used.Contains(c.Key)).ToDictionary();
    }

    private static Dictionary<string, IOpenApiExtension> External() => new() { ["x-internal"] = new JsonNodeExtension(false) };

    private static Dictionary<string, IOpenApiResponse> ProblemResponses(OpenApiDocument document)
    {
        var responses = new Dictionary<string, IOpenApiResponse>();
        foreach (var status in Problems)
        {
            var response = new OpenApiResponse
            {
                Description = $"{ReasonPhrases.GetReasonPhrase(status)}.",
                Headers = CommonHeaders(document),
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    [Problem.ContentType] = new OpenApiMediaType
                    {
                        Schema = new OpenApiSchemaReference(nameof(Problem), document),
                        Example = ApiExamples.OfProblem(status),
                    },
                },
            };
            if (status is 429 or 503)
                response.Headers[RetryAfter] = new OpenApiHeaderReference(RetryAfter, document);
            if (status is 401)
                response.Headers["WWW-Authenticate"] = new OpenApiHeaderReference("WWW-Authenticate", document);
            responses[ResponseNameOf(status.ToString(CultureInfo.InvariantCulture))] = response;
        }

        return responses;
    }

    private static Dictionary<string, IOpenApiParameter> Parameters()
    {
        var key = Text(RequestContextMiddleware.MaximumIdempotencyKeyLength, Forms.VisibleAscii, minimum: 1);
        var tag = Text(130, TagPattern, minimum: 2);
        return new Dictionary<string, IOpenApiParameter>
        {
            [TenantParameter] = Header(
                RequestContextMiddleware.TenantHeader,
                false,
                "The merchant's name, where the host name does not carry it.",
                Text(63, Forms.HostLabel)
            ),
            [KeyParameter] = Header(
                RequestContextMiddleware.IdempotencyKeyHeader,
                false,
                "A fresh random key; a retry with the same key gets the first answer again.",
                key
            ),
            [RequiredKeyParameter] = Header(
                RequestContextMiddleware.IdempotencyKeyHeader,
                true,
                "A fresh random key; a retry with the same key gets the first answer again instead of doing the act twice.",
                key
            ),
            [ApprovalParameter] = Header(
                RequestContextMiddleware.ApprovalHeader,
                false,
                "The id of the challenge that somebody approved: lets this one request do what it was refused for.",
                Text(36, "^[0-9a-f-]{36}$", minimum: 36)
            ),
            [IfMatchParameter] = Header(
                "If-Match",
                false,
                "The ETag of the version that was read; the act is refused if it is no longer current.",
                tag
            ),
            [RequiredIfMatchParameter] = Header(
                "If-Match",
                true,
                "The ETag of the version that was read; the change is refused if it is no longer current.",
                tag
            ),
        };
    }

    private static OpenApiParameter Header(string name, bool isRequired, string description, OpenApiSchema schema) =>
        new()
        {
            Name = name,
            In = ParameterLocation.Header,
            Required = isRequired,
            Description = description,
            Schema = schema,
        };

    private static Dictionary<string, IOpenApiHeader> Headers() =>
        new()
        {
            [AllowOrigin] = new OpenApiHeader
            {
                Description = "The caller's origin, when it is one that the operator allows.",
                Schema = Text(300, "^https?://[^ ]+$"),
            },
            [AnswerResult.ReplayedHeader] = new OpenApiHeader
            {
                Description = "Present when the key was used before: this is the first answer again.",
                Schema = Text(4, "^true$"),
            },
            ["ETag"] = new OpenApiHeader { Description = "The version of the resource, for If-Match.", Schema = Text(130, TagPattern) },
            [ContentTag] = new OpenApiHeader
            {
                Description = "Tells answers apart by what they say, for If-None-Match.",
                Schema = Text(30, "^W/\"[A-Za-z0-9_-]+\"$"),
            },
            ["Location"] = new OpenApiHeader { Description = "Where the new resource can be read.", Schema = Text(300, "^/v1/") },
            [RetryAfter] = new OpenApiHeader
            {
                Description = "Seconds to wait before trying again.",
                Schema = new OpenApiSchema
                {
                    Type = JsonSchemaType.Integer,
                    Format = "int32",
                    Minimum = "1",
                    Maximum = "86400",
                },
            },
            ["WWW-Authenticate"] = new OpenApiHeader { Description = "How to authenticate.", Schema = Text(100, "^Bearer$") },
        };

    private static OpenApiSchema Text(int maximum, string pattern, int? minimum = null) =>
        new()
        {
            Type = JsonSchemaType.String,
            MinLength = minimum,
            MaxLength = maximum,
            Pattern = pattern,
        };
}
