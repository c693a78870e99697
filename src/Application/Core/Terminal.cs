using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>A terminal of a store; its version also counts the devices that became it and that are it no longer.</summary>
/// <param name="Code">Short name, printed in document numbers.</param>
/// <param name="IsEnrolled">A device has paired as this terminal and acts for it.</param>
[Audited(nameof(Code), nameof(Name), nameof(IsEnrolled), nameof(IsArchived))]
public sealed record Terminal(Guid TerminalId, Guid StoreId, string Code, string Name, bool IsEnrolled, bool IsArchived, int Version)
    : IResource,
        IVersioned
{
    string IResource.Location => $"/v1/terminals/{TerminalId}";
}

/// <summary>A terminal in a list: with what changes by itself, and would not be seen behind the version of the terminal.</summary>
/// <param name="Code">Short name, printed in document numbers.</param>
/// <param name="IsEnrolled">A device has paired as this terminal and acts for it.</param>
/// <param name="LastSeenAt">When the device last signed somebody in.</param>
public sealed record ListedTerminal(
    Guid TerminalId,
    Guid StoreId,
    string Code,
    string Name,
    bool IsEnrolled,
    bool IsArchived,
    int Version,
    DateTimeOffset? LastSeenAt
);
