namespace PosCommerce.Application.Common;

/// <summary>
/// Marks a parameter that takes SQL. Whatever is passed to it must be a finite set of constants, each verified against the
/// schema; the parameter named <c>args</c> beside it carries the arguments, the type parameter says what a row becomes.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class SqlAttribute : Attribute
{
    /// <summary>The context whose role runs the statements, when it is not that of the project.</summary>
    public string? Context { get; init; }

    /// <summary>No tenant has been entered where the statements run, so <c>@tenant</c> is not bound.</summary>
    public bool IsUnscoped { get; init; }

    /// <summary>The rows of the statements are locked and not read.</summary>
    public bool Holds { get; init; }
}
