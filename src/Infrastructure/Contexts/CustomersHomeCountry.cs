using PosCommerce.Application.Common;
using PosCommerce.Application.Core;
using PosCommerce.Application.Customers.Ports;

namespace PosCommerce.Infrastructure.Contexts;

/// <summary>Customers know from Core where their merchant's stores are.</summary>
internal sealed class CustomersHomeCountry(StoreDirectory stores) : IHomeCountry
{
    public Deferred<string> Find() => stores.HomeCountry();
}
