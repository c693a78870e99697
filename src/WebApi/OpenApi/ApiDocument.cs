using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using PosCommerce.Application.Common;
using PosCommerce.WebApi.Edge;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>
/// The OpenAPI document. It is made once and kept as bytes: slow readers of something that is
/// generated for each of them would hold up everybody else.
/// </summary>
internal static class ApiDocument
{
    public const string DocumentName = "v1";
    public const string Address = "/openapi/v1.json";

    public static void Add(IServiceCollection services)
    {
        services.AddOpenApi(
            DocumentName,
            options =>
            {
                options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
                // A file is described where it stands: generators of clients look for it there.
                options.CreateSchemaReferenceId = type =>
                    type.Type == typeof(Upload) ? null : OpenApiOptions.CreateDefaultSchemaReferenceId(type);
                options.AddSchemaTransformer<SchemaBounds>();
                options.AddOperationTransformer<OperationDetails>();
                options.AddDocumentTransformer<DocumentDetails>();
            }
        );
        services.AddSingleton<UseCases>();
        services.AddSingleton<Addresses>();
        services.AddSingleton<ValidatorBounds>();
        services.AddSingleton<Served>();
    }

    public static void Map(WebApplication app) =>
        app.MapGet(Address, (Served served, HttpContext http) => served.WriteAsync(http))
            .WithMetadata(new AnonymousAttribute())
            .ExcludeFromDescription();

    private sealed class Served([FromKeyedServices(DocumentName)] IOpenApiDocumentProvider provider)
    {
        private readonly Lazy<Task<(byte[] Plain, byte[] Zipped, string Tag)>> document = new(() => MakeAsync(provider));

        public async Task WriteAsync(HttpContext http)
        {
            var (plain, zipped, tag) = await document.Value;
            var response = http.Response;
            response.Headers.ETag = tag;
            response.Headers.CacheControl = "no-cache";
            response.Headers.Vary = "Accept-Encoding";
            if (http.Request.Headers.IfNoneMatch == tag)
            {
                response.StatusCode = StatusCodes.Status304NotModified;
                return;
            }

            var isZipped = http.Request.Headers.AcceptEncoding.ToString().Contains("gzip", StringComparison.OrdinalIgnoreCase);
            if (isZipped)
                response.Headers.ContentEncoding = "gzip";
            var bytes = isZipped ? zipped : plain;
            response.ContentType = AnswerResult.ContentType;
            response.ContentLength = bytes.Length;
            await response.BodyWriter.WriteAsync(bytes, http.RequestAborted);
        }

        private static async Task<(byte[], byte[], string)> MakeAsync(IOpenApiDocumentProvider provider)
        {
            using var plain = new MemoryStream();
            var made = await provider.GetOpenApiDocumentAsync();
            await made.SerializeAsJsonAsync(plain, OpenApiSpecVersion.OpenApi3_0);

            using var zipped = new MemoryStream();
            await using (var zip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true))
                await zip.WriteAsync(plain.ToArray());
            return (plain.ToArray(), zipped.ToArray(), $"W/\"{Convert.ToHexStringLower(SHA256.HashData(plain.ToArray()))[..16]}\"");
        }
    }
}
