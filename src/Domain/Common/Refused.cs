namespace PosCommerce.Domain.Common;

/// <summary>An act is refused. Thrown, because leaving the handler is what rolls its transaction back.</summary>
public sealed class Refused(Error error) : Exception(error.Message)
{
    public Error Error { get; } = error;
}
