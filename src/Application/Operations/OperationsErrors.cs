using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Operations;

/// <summary>The ways requests about the product at work fail: its jobs and its audit log.</summary>
public static class OperationsErrors
{
    public static readonly Error JobNotFound = new(
        ErrorKind.NotFound,
        "operations.job_not_found",
        "There is no such job.",
        "List them with GET /v1/jobs."
    );

    public static readonly Error JobIsNotParked = new(
        ErrorKind.Conflict,
        "operations.job_not_parked",
        "The job is not parked: it waits for its time, or is done.",
        "Nothing is left to do; GET /v1/jobs/{jobId} says when it is due."
    );

    public static readonly Error ExportIsTooLong = new(
        ErrorKind.Rule,
        "operations.export_too_long",
        "There are more entries than one export holds.",
        "Export a shorter period, by from and to, or one actor or act."
    );
}
