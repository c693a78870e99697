namespace PosCommerce.Notices;

/// <summary>The notices cannot be written; the message says what to do.</summary>
internal sealed class NoticesFailure(string message) : Exception(message);
