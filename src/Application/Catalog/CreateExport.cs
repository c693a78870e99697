using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Catalog;

/// <summary>Asks for a file of articles in the shape in which imports take them: a CSV with one row a variant.</summary>
/// <remarks>It holds what is not archived, all of it as of one moment. Brought back as it is, it changes nothing.</remarks>
/// <param name="ProductStatus">Only products that are active, or drafts.</param>
/// <param name="Brand">All of the brand's name; capitals and accents make no difference, here and for tags.</param>
/// <param name="CategoryId">Only what is in this category, or below it.</param>
public sealed record CreateExport(
    ExportKind Kind,
    ProductStatus? ProductStatus = null,
    ProductKind? ProductKind = null,
    string? Brand = null,
    string? Tag = null,
    Guid? CategoryId = null
) : ICommand<Export>, IExactlyOnce, IAsksForWork;

internal sealed class CreateExportValidator : AbstractValidator<CreateExport>
{
    public CreateExportValidator()
    {
        RuleFor(c => c.Kind).IsInEnum();
        RuleFor(c => c.ProductStatus)
            .IsInEnum()
            .NotEqual(Catalog.ProductStatus.Archived)
            .WithMessage("Must be active or draft: what is archived is not taken out.");
        RuleFor(c => c.ProductKind).IsInEnum();
        RuleFor(c => c.Brand).ShortText(100);
        RuleFor(c => c.Tag).ShortText(50);
    }
}

internal sealed class CreateExportHandler(IDb db, IJobs jobs, Categories categories, IActor actor) : ICommandHandler<CreateExport, Export>
{
    private const string AddSql = """
        insert into catalog.export (export_id, kind, job_id, product_status, product_kind, brand, tag, category_id, requested_at, requested_by)
        values (@ExportId, @Kind, @JobId, @ProductStatus, @ProductKind, @Brand, @Tag, @CategoryId, @RequestedAt, @RequestedBy)
        """;

    public async Task<Export> Handle(CreateExport command, CancellationToken ct)
    {
        if (command.CategoryId is { } category && await categories.FindAsync(category, ct) is null)
            throw new Refused(Naming.About(CatalogErrors.CategoryNotFound, "There is no such category.", ["categoryId"]));
        var id = Ids.New();
        var record = new ExportRecord(
            id,
            command.Kind,
            jobs.Ask(new ExportProducts(id)),
            ExportStatus.Queued,
            command.ProductStatus,
            command.ProductKind,
            command.Brand,
            command.Tag,
            command.CategoryId,
            RowsTotal: null,
            RowsDone: 0,
            Bytes: 0,
            actor.Now,
            actor.ActorId,
            FinishedAt: null
        );
        db.Enqueue(
            AddSql,
            new
            {
                record.ExportId,
                record.Kind,
                record.JobId,
                record.ProductStatus,
                record.ProductKind,
                record.Brand,
                record.Tag,
                record.CategoryId,
                record.RequestedAt,
                record.RequestedBy,
            }
        );
        return record.Export;
    }
}
