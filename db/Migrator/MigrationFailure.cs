namespace PosCommerce.Migrator;

/// <summary>What the console answers to the shell; CI may rely on these numbers.</summary>
public enum ExitCode
{
    Ok = 0,

    /// <summary>A script or a statement failed, or the database cannot be reached.</summary>
    Failed = 1,

    /// <summary>The command line makes no sense.</summary>
    Usage = 2,

    /// <summary>Scripts wait to be applied.</summary>
    Pending = 3,

    /// <summary>A script was edited after it had been applied.</summary>
    Edited = 4,
}

/// <summary>The work stopped for a reason that its message states in full; no stack trace adds to it.</summary>
public sealed class MigrationFailure : Exception
{
    public MigrationFailure(string message, ExitCode exitCode = ExitCode.Failed, Exception? inner = null)
        : base(message, inner) => ExitCode = exitCode;

    public ExitCode ExitCode { get; }
}
