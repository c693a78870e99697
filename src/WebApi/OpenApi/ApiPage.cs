using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using NSwag.AspNetCore;

namespace PosCommerce.WebApi.OpenApi;

/// <summary>
/// The page at /docs over our own document. It loads nothing from elsewhere, and its policy lets it do nothing else: what is
/// written into the page itself runs only if it is what we sent.
/// </summary>
internal static partial class ApiPage
{
    private const string Address = "/docs";

    // The one rule that the page's own script adds to what it ships as a sheet.
    private const string BundledStyle = " 'sha256-RL3ie0nH+Lzz2YNqQN83mnU0J1ot4QL7b99vMdIX99w='";

    public static void Use(WebApplication app)
    {
        app.Use(GuardAsync);
        app.UseSwaggerUi(page =>
        {
            page.Path = Address;
            page.DocumentPath = ApiDocument.Address;
            page.SwaggerRoutes.Add(new SwaggerUiRoute("PosCommerce API", ApiDocument.Address));
            page.DocumentTitle = "PosCommerce API";
            page.CustomInlineStyles = Styles();
            page.PersistAuthorization = true;
            page.EnableTryItOut = true;
            page.DocExpansion = "list";
            page.DefaultModelsExpandDepth = -1;
            page.AdditionalSettings["filter"] = true;
            page.AdditionalSettings["displayRequestDuration"] = true;
            page.AdditionalSettings["defaultModelRendering"] = "example";
            page.AdditionalSettings["tryItOutEnabled"] = false;

            // By default it believes headers that any caller can send, and writes them into its script.
            page.TransformToExternalPath = (path, _) => path;
        });
    }

    private static async Task GuardAsync(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments(Address, out var rest))
        {
            await next(http);
            return;
        }

        var headers = http.Response.Headers;
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = PolicyOf("", "");
        if (rest == "/index.html")
            await WriteGuardedAsync(http, next);
        else
            await next(http);
    }

    private static async Task WriteGuardedAsync(HttpContext http, RequestDelegate next)
    {
        var wire = http.Response.Body;
        using var written = new MemoryStream();
        http.Response.Body = written;
        try
        {
            await next(http);
        }
        finally
        {
            http.Response.Body = wire;
        }

        // A browser hashes what it has read, and it reads every end of a line as a line feed.
        var page = Encoding.UTF8.GetString(written.ToArray()).ReplaceLineEndings("\n");
        var bytes = Encoding.UTF8.GetBytes(page);
        http.Response.Headers.ContentSecurityPolicy = PolicyOf(
            HashesOf(InlineScript().Matches(page)),
            HashesOf(InlineStyle().Matches(page))
        );
        http.Response.ContentLength = bytes.Length;
        await wire.WriteAsync(bytes, http.RequestAborted);
    }

    private static string PolicyOf(string scripts, string styles) =>
        $"default-src 'none'; script-src 'self'{scripts}; style-src 'self'{styles}{BundledStyle}; img-src 'self' data:; connect-src 'self'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static string HashesOf(MatchCollection inline) =>
        string.Concat(
            inline.Select(m => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups["text"].Value)))}'")
        );

    private static string Styles()
    {
        using var styles = new StreamReader(typeof(ApiPage).Assembly.GetManifestResourceStream("page.css")!); // The project embeds it.
        return styles.ReadToEnd();
    }

    [GeneratedRegex("<script>(?<text>.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex InlineScript();

    [GeneratedRegex("<style[^>]*>(?<text>.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex InlineStyle();
}
