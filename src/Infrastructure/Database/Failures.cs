using System.Net.Sockets;
using Npgsql;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>What the database's own refusals mean to a request (PostgreSQL, appendix A: error codes).</summary>
internal static class Failures
{
    // Raised by app.enter_user and its like.
    private const string SessionIsOver = "PC401";
    private const string PermissionIsMissing = "PC403";
    private const string SecondFactorIsMissing = "PC40E";
    private const string SecondFactorIsStale = "PC40S";

    private const string JobIsElsewhere = "PC410";

    private const string IdleInTransactionTimeout = "25P03";

    public static Exception? Translate(Exception failure, bool isCommitting) =>
        failure switch
        {
            PostgresException { SqlState: SessionIsOver } => new Refused(PipelineErrors.NotSignedIn),
            PostgresException { SqlState: PermissionIsMissing } => new Refused(PipelineErrors.PermissionIsMissing),
            PostgresException { SqlState: SecondFactorIsMissing } => new Refused(PipelineErrors.SecondFactorIsMissing),
            PostgresException { SqlState: SecondFactorIsStale } => new Refused(PipelineErrors.SecondFactorIsStale),

            PostgresException { SqlState: JobIsElsewhere } => new JobHasGone(failure),
            PostgresException { SqlState: PostgresErrorCodes.NumericValueOutOfRange } => new Refused(PipelineErrors.OutOfRange),

            // The server says that it rolled back: nothing is unknown.
            PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } =>
                new DatabaseUnavailable("The transaction lost a race.", isOutcomeUnknown: false, failure),
            PostgresException { SqlState: PostgresErrorCodes.QueryCanceled or PostgresErrorCodes.LockNotAvailable } => new Refused(
                PipelineErrors.IsBusy
            ),
            PostgresException { SqlState: PostgresErrorCodes.TooManyConnections or PostgresErrorCodes.CannotConnectNow } =>
                new DatabaseUnavailable("The database takes no connection now.", isOutcomeUnknown: false, failure),
            PostgresException
            {
                SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or IdleInTransactionTimeout
            } => new DatabaseUnavailable("The database ended the connection.", isCommitting, failure),
            PostgresException => null,

            NpgsqlException { InnerException: TimeoutException } => new DatabaseUnavailable(
                "The database did not answer in time.",
                isCommitting,
                failure
            ),
            NpgsqlException or IOException or SocketException or ObjectDisposedException => new DatabaseUnavailable(
                "The connection to the database was lost.",
                isCommitting,
                failure
            ),
            _ => null,
        };
}
