namespace PosCommerce.Local;

/// <summary>Something this machine lacks or refuses; the message is one line that says what to do.</summary>
public sealed class LocalFailure : Exception
{
    public LocalFailure(string message, Exception? inner = null)
        : base(message, inner) { }
}
