namespace PosCommerce.SqlCheck;

/// <summary>The check could not be made; the message is one line that says what to do. Never taken for a good result.</summary>
internal sealed class CheckFailure : Exception
{
    public CheckFailure(string message, Exception? inner = null)
        : base(message, inner) { }
}
