using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>A till of a store.</summary>
/// <param name="Code">Short name, printed in document numbers.</param>
/// <param name="IsEnrolled">A device has paired as this till and acts for it.</param>
/// <param name="LastSeenAt">When the device last signed somebody in.</param>
[Audited(nameof(Code), nameof(Name), nameof(IsEnrolled), nameof(IsArchived))]
public sealed record Terminal(
    Guid TerminalId, Guid StoreId, string Code, string Name, bool IsEnrolled, DateTimeOffset? LastSeenAt, bool IsArchived, int Version) : IResource, IVersioned
{
    string IResource.Location => $"/v1/terminals/{TerminalId}";
}
