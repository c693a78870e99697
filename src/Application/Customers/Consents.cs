using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Consents: how they are read.</summary>
internal static class Consents
{
    // Both ends are always bound, so that any plan reads between them (docs/sql.md).
    private const string OfCustomerSql = """
        select consent_id, customer_id, kind, is_given, source, told_at, recorded_at, recorded_by
          from customers.consent
         where tenant_id = @tenant
           and customer_id = @CustomerId
           and (told_at, consent_id) < (@BeforeTime, @BeforeId)
         order by told_at desc, consent_id desc
         limit @Limit
        """;

    /// <summary>Asks for the consents of a customer, the newest first; the question travels with the next round trip.</summary>
    /// <param name="before">Only those that stand behind this place; all when there is none.</param>
    public static Deferred<Consent> ConsentsOf(this IDb db, Guid customerId, ConsentKey? before, int limit) =>
        db.Defer<Consent>(
            OfCustomerSql,
            new
            {
                CustomerId = customerId,
                BeforeTime = before?.ToldAt ?? DateTimeOffset.MaxValue,
                BeforeId = before?.ConsentId ?? Guid.AllBitsSet,
                Limit = limit,
            }
        );
}

/// <summary>A place in the list of consents.</summary>
internal sealed record ConsentKey(DateTimeOffset ToldAt, Guid ConsentId);
