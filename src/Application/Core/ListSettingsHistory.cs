using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists the settings as they were changed, newest first.</summary>
public sealed record ListSettingsHistory(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<CurrentSettings>>, IPaged;

internal sealed class ListSettingsHistoryValidator : AbstractValidator<ListSettingsHistory>
{
    public ListSettingsHistoryValidator() => this.PageOf<ListSettingsHistory, int?>();
}

internal sealed class ListSettingsHistoryHandler(SettingsHistory history) : IQueryHandler<ListSettingsHistory, Page<CurrentSettings>>
{
    public async Task<Page<CurrentSettings>> Handle(ListSettingsHistory query, CancellationToken ct) =>
        Page<CurrentSettings>.Of(await history.ListAsync(Cursor.Read<int?>(query.Cursor), query.Limit, ct), query.Limit, s => (int?)s.Version);
}
