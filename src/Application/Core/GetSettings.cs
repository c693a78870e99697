using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Shows the settings in force.</summary>
public sealed record GetSettings : IQuery<CurrentSettings>;

/// <param name="ChangedAt">Since when they are in force; null while they are those of the product.</param>
/// <param name="ChangedBy">Who changed them last.</param>
[Audited(nameof(Settings))]
public sealed record CurrentSettings(Settings Settings, int Version, DateTimeOffset? ChangedAt, Guid? ChangedBy) : IVersioned;

internal sealed class GetSettingsHandler(SettingsHistory history) : IQueryHandler<GetSettings, CurrentSettings>
{
    public Task<CurrentSettings> Handle(GetSettings query, CancellationToken ct) => history.CurrentAsync(ct);
}
