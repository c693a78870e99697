namespace PosCommerce.Application.Common;

/// <summary>Marks what callers keep for us and bring back, so that it is known to be ours, and as we gave it.</summary>
public interface ISeal
{
    /// <summary>
    /// The seal of a text, in the alphabet of base64url. The text says what it is for, so that no seal is good elsewhere.
    /// </summary>
    string Of(string text);

    /// <summary>Whether this installation has sealed the text so.</summary>
    bool Fits(string text, string seal);
}
