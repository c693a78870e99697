using FluentValidation;
using PosCommerce.Application.Common;

namespace PosCommerce.Application.Core;

/// <summary>Lists the settings as they were changed, newest first.</summary>
public sealed record ListSettingsHistory(int Limit = PageRules.DefaultLimit, string? Cursor = null) : IQuery<Page<CurrentSettings>>, IPaged;

internal sealed class ListSettingsHistoryValidator : AbstractValidator<ListSettingsHistory>
{
    public ListSettingsHistoryValidator() => this.PageOf<ListSettingsHistory, int?>();
}

internal sealed class ListSettingsHistoryHandler(IDb db) : IQueryHandler<ListSettingsHistory, Page<CurrentSettings>>
{
    private const string ListSql =
        SettingsHistory.Columns
        + """

               and (@Before::integer is null or version < @Before)
             order by version desc
             limit @Limit
            """;

    public async Task<Page<CurrentSettings>> Handle(ListSettingsHistory query, CancellationToken ct)
    {
        var rows = await db.QueryAsync<SettingsHistory.Row>(
            ListSql,
            new { Before = Cursor.Read<int?>(query.Cursor), Limit = query.Limit + 1 },
            ct
        );
        return Page<CurrentSettings>.Of([.. rows.Select(row => row.Current)], query.Limit, s => (int?)s.Version);
    }
}
