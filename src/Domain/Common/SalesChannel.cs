namespace PosCommerce.Domain.Common;

/// <summary>A way of selling.</summary>
public enum SalesChannel
{
    Till,
    Web,
}
