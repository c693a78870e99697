using System.Text.Json;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Takes a file of articles: a CSV with one row a variant, which is found by its SKU and made where there is none.</summary>
/// <remarks>It is read at once, so that one that is wrong as a whole is refused; what its rows mean is worked through afterwards.</remarks>
/// <param name="File">CSV in UTF-8, at most 32 MiB and 100,000 rows; its first row names the columns.</param>
/// <param name="DryRun">Nothing is changed: each row says what would become of it. Not so when left out.</param>
/// <param name="Separator">What parts the columns; found out from the first row when left out.</param>
/// <param name="OnError">What a row that is refused means to the others; it is skipped when this is left out.</param>
public sealed record CreateImport(
    Upload File,
    ImportKind Kind,
    bool? DryRun = null,
    ImportSeparator? Separator = null,
    ImportOnError? OnError = null
) : ICommand<Import>, IExactlyOnce, IAsksForWork;

internal sealed class CreateImportValidator : AbstractValidator<CreateImport>
{
    private const int Largest = 32 * 1024 * 1024;

    public CreateImportValidator()
    {
        RuleFor(c => c.File)
            .Must(file => file is null || file.Content.Length is > 0 and <= Largest)
            .WithMessage("Must be a file of 1 byte to 32 MiB.");
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.Separator).IsInEnum();
        RuleFor(c => c.OnError).IsInEnum();
    }
}

internal sealed class CreateImportHandler(IDb db, IJobs jobs, IRights rights, CodePatterns patterns, IActor actor)
    : ICommandHandler<CreateImport, Import>
{
    private const string AddSql = """
        insert into catalog.import (import_id, kind, job_id, is_dry_run, on_error, separator, columns, parts, rows_total, requested_at,
               requested_by)
        values (@ImportId, @Kind, @JobId, @IsDryRun, @OnError, @Separator, @Columns, @Parts, @RowsTotal, @RequestedAt, @RequestedBy)
        """;

    private const string AddPartsSql = """
        insert into catalog.import_part (tenant_id, import_id, part, content)
        select i.tenant_id, i.import_id, (told.place - 1)::integer, told.content
          from catalog.import as i
         cross join unnest(@Contents) with ordinality as told (content, place)
         where i.tenant_id = @tenant
           and i.import_id = @ImportId
        """;

    public async Task<Import> Handle(CreateImport command, CancellationToken ct)
    {
        var guarded = ImportColumns.Guarded.Select(g => (g.Permission, g.Columns, Stores: rights.StoresWith(g.Permission))).ToList();
        var file = ImportFile.Read(command.File.Content, command.Separator, await patterns.InForce().SingleAsync(ct));
        foreach (var (permission, columns, stores) in guarded)
        {
            if ((await stores.ToListAsync(ct)).Count == 0 && file.Columns.Intersect(columns).ToList() is { Count: > 0 } used)
                throw new Refused(CatalogErrors.ImportColumnsGuarded(used, permission));
        }

        var (id, isDryRun, onError) = (Ids.New(), command.DryRun ?? false, command.OnError ?? ImportOnError.Skip);
        var record = new ImportRecord(
            id,
            command.Kind,
            // Of a file that is taken as a whole or not at all, all rows are judged before the first is taken.
            isDryRun || onError is ImportOnError.Stop
                ? jobs.Ask(new CheckImport(id))
                : jobs.Ask(new ImportProducts(id)),
            isDryRun,
            onError,
            file.Separator,
            [.. file.Columns],
            ImportStatus.Queued,
            file.Parts.Count,
            file.Rows,
            RowsDone: 0,
            RowsCreated: 0,
            RowsChanged: 0,
            RowsUnchanged: 0,
            RowsRefused: 0,
            actor.Now,
            actor.ActorId,
            FinishedAt: null
        );
        db.Enqueue(
            AddSql,
            new
            {
                record.ImportId,
                record.Kind,
                record.JobId,
                record.IsDryRun,
                record.OnError,
                record.Separator,
                record.Columns,
                record.Parts,
                record.RowsTotal,
                record.RequestedAt,
                record.RequestedBy,
            }
        );
        db.Enqueue(
            AddPartsSql,
            new { ImportId = id, Contents = file.Parts.Select(part => JsonSerializer.Serialize(part, Json.Options)).ToArray() }
        );
        return record.Import;
    }
}
