using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Sales;

/// <summary>The ways putting a basket aside and taking it up again fail.</summary>
public static class ParkedSaleErrors
{
    public static readonly Error NotFound = new(
        ErrorKind.NotFound,
        "sales.parked_sale_not_found",
        "There is no such parked sale.",
        "Check the id; GET /v1/parked-sales lists those of your stores."
    );

    public static readonly Error Exists = new(
        ErrorKind.Conflict,
        "sales.parked_sale_exists",
        "A parked sale with this id is recorded already.",
        "Read it with GET /v1/parked-sales/{parkedSaleId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error IsRecalled = new(
        ErrorKind.Conflict,
        "sales.parked_sale_recalled",
        "A till has taken up the parked sale before.",
        "GET /v1/parked-sales/{parkedSaleId} shows which; a PUT there puts it aside again."
    );

    public static readonly Error NotRecalledHere = new(
        ErrorKind.Conflict,
        "sales.parked_sale_not_recalled_here",
        "The parked sale is not taken up at this terminal.",
        "Take it up with POST /v1/parked-sales/{parkedSaleId}/recall; where another till has it, put it aside again first."
    );

    public static readonly Error IsOver = new(
        ErrorKind.Conflict,
        "sales.parked_sale_over",
        "The parked sale was sold or discarded.",
        "GET /v1/parked-sales/{parkedSaleId} shows what became of it."
    );
}
