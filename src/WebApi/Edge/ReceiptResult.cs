using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Sales;

namespace PosCommerce.WebApi.Edge;

/// <summary>A receipt as it was written. A page of it runs nothing and asks for nothing, whatever stands on it.</summary>
internal sealed class ReceiptResult(ReceiptPage page) : ActionResult
{
    public override async Task ExecuteResultAsync(ActionContext context)
    {
        var response = context.HttpContext.Response;
        response.ContentType = page.MediaType.StartsWith("text/", StringComparison.Ordinal)
            ? $"{page.MediaType}; charset=utf-8"
            : page.MediaType;
        response.ContentLength = page.Content.Length;
        response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";
        await response.BodyWriter.WriteAsync(page.Content, context.HttpContext.RequestAborted);
    }
}

/// <summary>The action answers receipts, in any of their forms.</summary>
internal sealed class ProducesReceiptsAttribute()
    : ProducesAttribute("application/json", "text/plain", "text/html", "application/pdf", "application/octet-stream");
