using System.Text.Json;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Customers: how one is read, held still and written.</summary>
internal sealed class CustomerRecords(IDb db, IActor actor)
{
    private const string FindSql =
        CustomerRow.Columns
        + """

               and customer_id = @CustomerId
            """;

    // Of two edits of one version, the second finds it gone.
    private const string LockSql = """
        select customer_id
          from customers.customer
         where tenant_id = @tenant
           and customer_id = @CustomerId
           for no key update
        """;

    private const string SaveSql = """
        update customers.customer
           set kind = @Kind,
               display_name = @DisplayName,
               given_name = @GivenName,
               family_name = @FamilyName,
               company = @Company,
               tax_id_country = @TaxIdCountry,
               tax_id = @TaxId,
               card_number = @CardNumber,
               emails = @Emails,
               phones = @Phones,
               addresses = @Addresses::jsonb,
               language = @Language,
               note = @Note,
               customer_group_id = @CustomerGroupId,
               exemption_certificate = @ExemptionCertificate,
               exempt_from = @ExemptFrom,
               exempt_until = @ExemptUntil,
               search_terms = @SearchTerms,
               archived_at = case when @IsArchived then coalesce(archived_at, @Now) end,
               erased_at = case when @IsErased then coalesce(erased_at, @Now) end,
               version = version + 1
         where tenant_id = @tenant
           and customer_id = @CustomerId
        """;

    /// <summary>Asks for one customer; the question travels with the next round trip.</summary>
    public Deferred<Customer> Find(Guid customerId) =>
        db.Defer<CustomerRow>(FindSql, new { CustomerId = customerId }).Select(row => row.Customer);

    /// <summary>One customer.</summary>
    /// <exception cref="Refused">There is none.</exception>
    public async Task<Customer> GetAsync(Guid customerId, CancellationToken ct) =>
        await Find(customerId).SingleOrDefaultAsync(ct) ?? throw new Refused(CustomerErrors.CustomerNotFound);

    /// <summary>One customer, held still until this transaction ends, of the version that the caller means.</summary>
    /// <exception cref="Refused">There is none, or it has changed, or was erased.</exception>
    public async Task<Customer> LockAsync(Guid customerId, CancellationToken ct)
    {
        db.Lock(LockSql, new { CustomerId = customerId });
        var customer = await GetAsync(customerId, ct);
        actor.RequireVersion(customer.Version);
        return customer.IsErased ? throw new Refused(CustomerErrors.CustomerIsErased) : customer;
    }

    /// <summary>Queues what a locked customer becomes, keeps the change in the audit entry and answers it as it will stand.</summary>
    public Customer Save(Customer before, Customer after)
    {
        db.Changes(before, after);
        db.Enqueue(
                SaveSql,
                new
                {
                    after.CustomerId,
                    after.Kind,
                    after.DisplayName,
                    after.GivenName,
                    after.FamilyName,
                    after.Company,
                    TaxIdCountry = after.TaxId?.Country,
                    TaxId = after.TaxId?.Number,
                    after.CardNumber,
                    Emails = after.Emails.ToArray(),
                    Phones = after.Phones.ToArray(),
                    Addresses = JsonSerializer.Serialize(after.Addresses, Json.Options),
                    after.Language,
                    after.Note,
                    after.CustomerGroupId,
                    ExemptionCertificate = after.TaxExemption?.CertificateNumber,
                    ExemptFrom = after.TaxExemption?.ValidFrom,
                    ExemptUntil = after.TaxExemption?.ValidUntil,
                    SearchTerms = after.SearchTerms.ToArray(),
                    after.IsArchived,
                    after.IsErased,
                    actor.Now,
                }
            )
            .OnConstraint("customer_card_number_is_taken", CustomerErrors.CardNumberTaken);
        return after with { Version = before.Version + 1 };
    }
}
