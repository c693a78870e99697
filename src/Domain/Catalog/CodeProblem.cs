namespace PosCommerce.Domain.Catalog;

/// <summary>What is wrong with a code, or doubtful about it.</summary>
/// <param name="Fault">What a program branches on.</param>
/// <param name="Text">
/// One line for a person. It names the application identifier and repeats nothing of the code but digits, so it can be shown and logged.
/// </param>
/// <param name="Ai">The application identifier it is about, where it is about one.</param>
/// <param name="Expected">The digit that was expected: of <see cref="CodeFault.CheckDigit"/> and <see cref="CodeFault.Verifier"/>.</param>
public sealed record CodeProblem(CodeFault Fault, string Text, string? Ai = null, char? Expected = null);

/// <summary>The ways in which a code is wrong.</summary>
public enum CodeFault
{
    /// <summary>There is nothing in it.</summary>
    Empty,

    /// <summary>It is longer than any code that a till reads, or than one that can be kept.</summary>
    TooLong,

    /// <summary>It holds signs that no code of its kind has.</summary>
    Unprintable,

    /// <summary>It has not as many digits as it must have.</summary>
    Length,

    /// <summary>Its last digit does not follow from the others: it was typed or read wrongly.</summary>
    CheckDigit,

    /// <summary>The digit that guards a price or a weight does not follow from it.</summary>
    Verifier,

    /// <summary>It is a number for use within a shop or a country, and no GTIN of an article; or the other way round.</summary>
    Restricted,

    /// <summary>It has an application identifier that GS1 has not given out, or none where one must be.</summary>
    UnknownIdentifier,

    /// <summary>What follows an application identifier, or what a label tells, is not what must follow.</summary>
    Content,

    /// <summary>It tells two things that exclude each other.</summary>
    Contradiction,

    /// <summary>It tells of something, but of no article.</summary>
    NoArticle,

    /// <summary>It lacks what should stand beside something that it tells.</summary>
    Incomplete,
}
