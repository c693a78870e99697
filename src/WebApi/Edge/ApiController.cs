using MediatR;
using Microsoft.AspNetCore.Mvc;
using PosCommerce.Application.Common;
using PosCommerce.Application.Sales;

namespace PosCommerce.WebApi.Edge;

/// <summary>
/// What controllers are made of: an action is one line that sends one request. It is named as its use case
/// (<c>CompleteSale</c>), which is how the API description finds the request's summary, bounds and headers; and
/// its folder is the group that the page lists it under.
/// </summary>
[ApiController]
[Produces("application/json")]
public abstract class ApiController : ControllerBase
{
    /// <summary>Sends the request through the pipeline and answers with what it made, or with what it made the first time.</summary>
    protected async Task<ActionResult<T>> Send<T>(IRequest<T> request, CancellationToken ct)
    {
        var services = HttpContext.RequestServices;
        var context = services.GetRequiredService<RequestContext>();
        var result = await services.GetRequiredService<IMediator>().Send(request, ct);
        return new AnswerResult(context.Answer ?? Answer.Of(request, result), context.IsReplay);
    }

    /// <summary>The same for a table that is answered as a file.</summary>
    private protected async Task<ActionResult<string>> SendAsCsv<T>(
        string name,
        IRequest<IReadOnlyList<T>> request,
        IReadOnlyList<CsvColumn<T>> columns,
        CancellationToken ct
    ) => CsvResult.Of(name, await HttpContext.RequestServices.GetRequiredService<IMediator>().Send(request, ct), columns);

    /// <summary>The same for a receipt, which is answered as data or as the page that was asked for.</summary>
    private protected async Task<ActionResult<Receipt>> SendAsReceipt(IRequest<Receipt> request, CancellationToken ct)
    {
        var receipt = await HttpContext.RequestServices.GetRequiredService<IMediator>().Send(request, ct);
        return receipt.Page is { } page ? new ReceiptResult(page) : new AnswerResult(Answer.Of(request, receipt), isReplay: false);
    }

    /// <summary>The same for a file that is kept in packed parts.</summary>
    private protected async Task<ActionResult<string>> SendAsFile<T>(
        string name,
        string mediaType,
        IRequest<T> request,
        Func<T, (long Bytes, IReadOnlyList<byte[]> Parts)> contentOf,
        CancellationToken ct
    )
    {
        var (bytes, parts) = contentOf(await HttpContext.RequestServices.GetRequiredService<IMediator>().Send(request, ct));
        return new PackedFileResult(name, mediaType, bytes, parts);
    }
}
