using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;
using PosCommerce.Domain.Pricing;

namespace PosCommerce.Application.Pricing;

/// <summary>Tax classes: how one is read, held still and written. Published for whoever makes a new merchant.</summary>
public sealed class TaxClasses(IDb db, TimeProvider clock)
{
    internal const string Columns = """
        select tax_class_id, code, name, category, archived_at is not null as is_archived, version
          from pricing.tax_class
         where tenant_id = @tenant
        """;

    private const string FindSql =
        Columns
        + """

               and tax_class_id = @TaxClassId
            """;

    // Of two edits of one version, the second finds it gone.
    private const string LockSql = """
        select tax_class_id
          from pricing.tax_class
         where tenant_id = @tenant
           and tax_class_id = @TaxClassId
           for no key update
        """;

    private const string AddSql = """
        insert into pricing.tax_class (tax_class_id, code, name, category, created_at)
        values (@TaxClassId, @Code, @Name, @Category, @Now)
        """;

    private const string SaveSql = """
        update pricing.tax_class
           set code = @Code,
               name = @Name,
               category = @Category,
               archived_at = case when @IsArchived then @Now::timestamptz end,
               version = version + 1
         where tenant_id = @tenant
           and tax_class_id = @TaxClassId
        """;

    private const string NothingSql = """
        insert into pricing.tax_rate (tax_rate_id, tax_class_id, rate, created_at)
        values (@TaxRateId, @TaxClassId, 0, @Now)
        """;

    /// <summary>Queues the classes that a new merchant begins with; those that are never taxed have their rate already.</summary>
    public void AddPredefined()
    {
        Add(New("standard", "Standard", TaxCategory.Standard));
        Add(New("reduced", "Reduced", TaxCategory.Standard));
        foreach (
            var untaxed in new[]
            {
                New("zero", "Zero rated", TaxCategory.Zero),
                New("exempt", "Exempt", TaxCategory.Exempt),
                New("not-taxable", "Not taxable", TaxCategory.OutOfScope),
            }
        )
        {
            Add(untaxed);
            db.Enqueue(
                NothingSql,
                new
                {
                    TaxRateId = Ids.New(),
                    untaxed.TaxClassId,
                    Now = clock.GetUtcNow(),
                }
            );
        }

        static TaxClass New(string code, string name, TaxCategory category) =>
            new(Ids.New(), code, name, category, IsArchived: false, Version: 1);
    }

    /// <summary>One class; null when there is none.</summary>
    internal Task<TaxClass?> FindAsync(Guid taxClassId, CancellationToken ct) =>
        db.QuerySingleOrDefaultAsync<TaxClass>(FindSql, new { TaxClassId = taxClassId }, ct);

    /// <summary>One class, held still until this transaction ends.</summary>
    /// <exception cref="Refused">There is none.</exception>
    internal async Task<TaxClass> LockAsync(Guid taxClassId, CancellationToken ct)
    {
        db.Lock(LockSql, new { TaxClassId = taxClassId });
        return await FindAsync(taxClassId, ct) ?? throw new Refused(PricingErrors.TaxClassNotFound);
    }

    /// <summary>Queues a new class.</summary>
    internal void Add(TaxClass added) =>
        db.Enqueue(
                AddSql,
                new
                {
                    added.TaxClassId,
                    added.Code,
                    added.Name,
                    added.Category,
                    Now = clock.GetUtcNow(),
                }
            )
            .OnConstraint("tax_class_pkey", PricingErrors.TaxClassExists)
            .OnConstraint("tax_class_code_is_taken", PricingErrors.TaxClassCodeTaken);

    /// <summary>Queues what a locked class becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    internal TaxClass Save(TaxClass before, TaxClass after)
    {
        db.Changes(before, after);
        db.Enqueue(
                SaveSql,
                new
                {
                    after.TaxClassId,
                    after.Code,
                    after.Name,
                    after.Category,
                    after.IsArchived,
                    Now = clock.GetUtcNow(),
                }
            )
            .OnConstraint("tax_class_code_is_taken", PricingErrors.TaxClassCodeTaken);
        return after with { Version = before.Version + 1 };
    }
}
