using PosCommerce.Application.Common;

namespace PosCommerce.Application.Customers.Ports;

/// <summary>Where the merchant is at home.</summary>
public interface IHomeCountry
{
    /// <summary>The country of the first of the caller's stores that has one; the question travels with the next round trip.</summary>
    Deferred<string> Find();
}
