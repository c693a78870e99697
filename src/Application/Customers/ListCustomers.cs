using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Customers;

namespace PosCommerce.Application.Customers;

/// <summary>Lists the customers by name; archived ones only when asked for.</summary>
/// <param name="Q">Words of names, addresses, e-mail addresses and numbers in any order, or their beginnings from two letters on; capitals
/// and accents make no difference, and telephone numbers may be written as from abroad or as at home. Whose card has exactly this number
/// comes first.</param>
/// <param name="Archived">With those that are archived.</param>
public sealed record ListCustomers(string? Q = null, bool Archived = false, int Limit = PageRules.DefaultLimit, string? Cursor = null)
    : IQuery<Page<Customer>>,
        IPaged;

/// <summary>A place in the list.</summary>
internal sealed record CustomerKey(string NameOrder, Guid CustomerId, bool IsExact);

internal sealed class ListCustomersValidator : AbstractValidator<ListCustomers>
{
    public ListCustomersValidator()
    {
        RuleFor(q => q.Q).SearchText(100);
        this.PageOf<ListCustomers, CustomerKey>();
    }
}

internal sealed class ListCustomersHandler(IDb db) : IQueryHandler<ListCustomers, Page<Customer>>
{
    private const int Few = 300;

    private const string Walk = """

           and (@Archived or archived_at is null)
           and (name_order, customer_id) > (@AfterName, @AfterId)
         order by name_order, customer_id
         limit @Limit
        """;

    private const string ListSql = CustomerRow.Columns + Walk;

    private const string FoundSql =
        CustomerRow.Columns
        + """

               and customer_id = any (@CustomerIds)
               and card_number_key is distinct from @CardNumber
            """
        + Walk;

    // So many have these words that the page is soon full.
    private const string WithWordsSql =
        CustomerRow.Columns
        + """

               and search_document @@ (select customers.search_query(@tenant, @Words))
               and card_number_key is distinct from @CardNumber
            """
        + Walk;

    private const string FindSql = """
        select customers.find_customers(@tenant, customers.search_query(@tenant, @Words), @Few) as customer_ids
        """;

    private const string ExactSql =
        CustomerRow.Columns
        + """

               and card_number_key = @CardNumber
               and (@Archived or archived_at is null)
            """;

    public async Task<Page<Customer>> Handle(ListCustomers query, CancellationToken ct)
    {
        var after = Cursor.Read<CustomerKey>(query.Cursor);
        var rows = query.Q is { } asked ? await SearchAsync(query, asked, after, ct) : await WalkAsync(query, after, ct);
        return Page<Customer>.Of(
            rows,
            query.Limit,
            row => new CustomerKey(row.Customer.NameOrder, row.Customer.CustomerId, row.IsExact),
            row => row.Customer.Customer
        );
    }

    private async Task<IReadOnlyList<Row>> WalkAsync(ListCustomers query, CustomerKey? after, CancellationToken ct) =>
        Rows(
            await db.QueryAsync<CustomerRow>(
                ListSql,
                new
                {
                    query.Archived,
                    AfterName = after?.NameOrder ?? "",
                    AfterId = after?.CustomerId ?? Guid.Empty,
                    Limit = query.Limit + 1,
                },
                ct
            )
        );

    private async Task<IReadOnlyList<Row>> SearchAsync(ListCustomers query, string asked, CustomerKey? after, CancellationToken ct)
    {
        var words = CustomerSearch.QueryOf(asked);
        if (words.Length == 0)
            return [];
        var cardNumber = asked.ToLowerInvariant();
        var exact = after is null ? db.Defer<CustomerRow>(ExactSql, new { CardNumber = cardNumber, query.Archived }) : null;
        var found = await db.QuerySingleOrDefaultAsync<Guid[]?>(FindSql, new { Words = words, Few }, ct);
        // Whoever was found exactly stands before the others, whatever the name.
        var (afterName, afterId) = after is null or { IsExact: true } ? ("", Guid.Empty) : (after.NameOrder, after.CustomerId);
        var others = found is { } ids
            ? await db.QueryAsync<CustomerRow>(
                FoundSql,
                new
                {
                    CustomerIds = ids,
                    CardNumber = cardNumber,
                    query.Archived,
                    AfterName = afterName,
                    AfterId = afterId,
                    Limit = query.Limit + 1,
                },
                ct
            )
            : await db.QueryAsync<CustomerRow>(
                WithWordsSql,
                new
                {
                    Words = words,
                    CardNumber = cardNumber,
                    query.Archived,
                    AfterName = afterName,
                    AfterId = afterId,
                    Limit = query.Limit + 1,
                },
                ct
            );
        var first = exact is null ? [] : await exact.ToListAsync(ct);
        return [.. first.Select(row => new Row(row, IsExact: true)), .. Rows(others)];
    }

    private static IReadOnlyList<Row> Rows(IReadOnlyList<CustomerRow> customers) =>
        [.. customers.Select(row => new Row(row, IsExact: false))];

    private sealed record Row(CustomerRow Customer, bool IsExact);
}
