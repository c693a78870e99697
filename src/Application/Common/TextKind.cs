namespace PosCommerce.Application.Common;

/// <summary>
/// What a text is, which decides how it is read. The rule that a validator holds a member to says it (<see cref="Rules"/>), so
/// nothing else has to: the edge reads by it, and the API description tells it.
/// </summary>
public enum TextKind
{
    /// <summary>What a person wrote on one line. Free text: it must not hold a card number.</summary>
    Line,

    /// <summary>What a person wrote on several lines. Free text, too.</summary>
    Lines,

    /// <summary>
    /// What another system says of a payment. A card number in it is masked: the money has been taken, and a refusal would lose the sale.
    /// </summary>
    Reference,

    /// <summary>A name or number that something is known by.</summary>
    Code,

    /// <summary>A code as a scanner reads it or a person copies it from below the bars.</summary>
    Scanned,

    /// <summary>What is looked for. It is kept nowhere.</summary>
    Search,

    Email,

    /// <summary>A password, a PIN, a token: not one character of it is changed.</summary>
    Secret,
}

/// <summary>Says of which kind a text is.</summary>
public interface ITextRule
{
    TextKind Kind { get; }
}
