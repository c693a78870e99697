using System.Text.Json;
using FluentValidation;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Customers;

/// <summary>Enters a customer.</summary>
public sealed record CreateCustomer([property: WholeBody] CustomerDetails Customer) : ICommand<Customer>, ICreates;

internal sealed class CreateCustomerValidator : AbstractValidator<CreateCustomer>
{
    public CreateCustomerValidator() => RuleFor(c => c.Customer).SetValidator(new CustomerDetailsValidator()).OverridePropertyName("");
}

internal sealed class CreateCustomerHandler(IDb db, ToldCustomers told, IActor actor) : ICommandHandler<CreateCustomer, Customer>
{
    private const string AddSql = """
        insert into customers.customer (customer_id, kind, display_name, given_name, family_name, company, tax_id_country, tax_id, card_number,
               emails, phones, addresses, language, note, customer_group_id, exemption_certificate, exempt_from, exempt_until, search_terms,
               created_at)
        values (@CustomerId, @Kind, @DisplayName, @GivenName, @FamilyName, @Company, @TaxIdCountry, @TaxId, @CardNumber,
               @Emails, @Phones, @Addresses::jsonb, @Language, @Note, @CustomerGroupId, @ExemptionCertificate, @ExemptFrom, @ExemptUntil,
               @SearchTerms, @Now)
        """;

    public async Task<Customer> Handle(CreateCustomer command, CancellationToken ct)
    {
        var id = command.Customer.CustomerId ?? Ids.New();
        var made = await told.ReadAsync(command.Customer, known: null, id, actor.Now, ct);
        Add(made);
        return made;
    }

    private void Add(Customer customer) =>
        db.Enqueue(
                AddSql,
                new
                {
                    customer.CustomerId,
                    customer.Kind,
                    customer.DisplayName,
                    customer.GivenName,
                    customer.FamilyName,
                    customer.Company,
                    TaxIdCountry = customer.TaxId?.Country,
                    TaxId = customer.TaxId?.Number,
                    customer.CardNumber,
                    Emails = customer.Emails.ToArray(),
                    Phones = customer.Phones.ToArray(),
                    Addresses = JsonSerializer.Serialize(customer.Addresses, Json.Options),
                    customer.Language,
                    customer.Note,
                    customer.CustomerGroupId,
                    ExemptionCertificate = customer.TaxExemption?.CertificateNumber,
                    ExemptFrom = customer.TaxExemption?.ValidFrom,
                    ExemptUntil = customer.TaxExemption?.ValidUntil,
                    SearchTerms = customer.SearchTerms.ToArray(),
                    Now = customer.CreatedAt,
                }
            )
            .OnConstraint("customer_pkey", CustomerErrors.CustomerExists)
            .OnConstraint("customer_card_number_is_taken", CustomerErrors.CardNumberTaken);
}
