using System.IO.Compression;
using Microsoft.AspNetCore.ResponseCompression;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// The answers of this operation are large, and are packed for callers that say they unpack: br or gzip. Not so where it is not said:
/// of a small answer that holds both a secret and what somebody else has written, the packed length tells the secret.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IsPackedAttribute : Attribute
{
    public static void Add(IServiceCollection services)
    {
        services.AddResponseCompression(packing =>
        {
            packing.EnableForHttps = true;
            packing.MimeTypes = ["application/json", CsvResult.MediaType];
            packing.Providers.Add<BrotliCompressionProvider>();
            packing.Providers.Add<GzipCompressionProvider>();
        });
        // They are made while somebody waits.
        services.Configure<BrotliCompressionProviderOptions>(br => br.Level = CompressionLevel.Fastest);
        services.Configure<GzipCompressionProviderOptions>(gzip => gzip.Level = CompressionLevel.Fastest);
    }

    public static void Use(IApplicationBuilder app) =>
        app.UseWhen(
            http => http.GetEndpoint()?.Metadata.GetMetadata<IsPackedAttribute>() is not null,
            packed => packed.UseResponseCompression()
        );
}
