namespace PosCommerce.Application.Common;

/// <summary>What the caller may do besides what the route asks for.</summary>
public interface IRights
{
    /// <summary>Of the stores in scope those in which the caller holds a permission.</summary>
    Deferred<Guid> StoresWith(string permission);
}
