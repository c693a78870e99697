using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Customers;

/// <summary>The ways requests about customers fail.</summary>
public static class CustomerErrors
{
    public static readonly Error CustomerNotFound = new(
        ErrorKind.NotFound,
        "customers.customer_not_found",
        "There is no such customer.",
        "Find customers with GET /v1/customers?q=."
    );

    public static readonly Error CustomerExists = new(
        ErrorKind.Conflict,
        "customers.customer_exists",
        "A customer with this id exists already.",
        "Read it with GET /v1/customers/{customerId}; a retry must carry the Idempotency-Key of the first attempt."
    );

    public static readonly Error CardNumberTaken = new(
        ErrorKind.Conflict,
        "customers.card_number_taken",
        "Another customer has this card number.",
        "Find whose it is with GET /v1/customers?q=; archived customers keep theirs."
    );

    public static readonly Error CustomerIsArchived = new(
        ErrorKind.Rule,
        "customers.customer_archived",
        "The customer is archived.",
        "Restore the customer first."
    );

    public static readonly Error CustomerIsInUse = new(
        ErrorKind.Rule,
        "customers.customer_in_use",
        "The customer is not archived.",
        "Nothing needs to be done."
    );

    public static readonly Error CustomerIsErased = new(
        ErrorKind.Rule,
        "customers.customer_erased",
        "The customer was erased, and cannot be changed any more.",
        "Enter somebody who comes back as a new customer."
    );

    public static readonly Error GroupNotFound = new(
        ErrorKind.NotFound,
        "customers.group_not_found",
        "There is no such customer group.",
        "List them with GET /v1/customer-groups."
    );

    public static readonly Error GroupIsArchived = new(
        ErrorKind.Rule,
        "customers.group_archived",
        "The customer group is archived.",
        "Restore it first, or use another."
    );
}
