namespace PosCommerce.Domain.Catalog;

/// <summary>The elements of a GS1 code as they come: identifiers and what follows them, whichever way they are written.</summary>
internal sealed class ElementReading
{
    private readonly List<Element> _elements = [];

    public IReadOnlyList<Element> Elements => _elements;

    /// <summary>What was left out, and why.</summary>
    public List<CodeProblem> Doubts { get; } = [];

    /// <summary>Why reading ended; null when all was read.</summary>
    public CodeProblem? Problem { get; private set; }

    /// <summary>What follows an identifier; null when it is not there.</summary>
    public string? Find(string code) => _elements.Find(element => element.Ai.Code == code)?.Value;

    /// <summary>Takes an element; false when it ends the reading.</summary>
    public bool Add(ApplicationIdentifier ai, ReadOnlySpan<char> value)
    {
        if (ai.Problem(value) is { } problem)
            return Fail(problem);
        foreach (var element in _elements)
        {
            if (!IsSameThing(element.Ai, ai))
                continue;
            // Two symbols of one pack may say the same twice.
            return element.Ai == ai && value.SequenceEqual(element.Value)
                || Fail(new CodeProblem(CodeFault.Contradiction, $"({ai.Code}) {ai.Name} stands there twice, and differs.", ai.Code));
        }

        _elements.Add(new Element(ai, value.ToString()));
        return true;
    }

    /// <summary>Leaves out what GS1 has not given out yet: what is behind it can be read all the same.</summary>
    public void Skip(ReadOnlySpan<char> code) =>
        Doubts.Add(
            new CodeProblem(
                CodeFault.UnknownIdentifier,
                $"({code}) is no application identifier: it was left out with what follows it.",
                code.ToString()
            )
        );

    public bool Fail(CodeProblem problem)
    {
        Problem = problem;
        return false;
    }

    // 3102 and 3103 are one weight with the point in two places.
    private static bool IsSameThing(ApplicationIdentifier one, ApplicationIdentifier other) =>
        one == other || (one.HasPoint && other.HasPoint && one.Family.SequenceEqual(other.Family));
}

internal sealed record Element(ApplicationIdentifier Ai, string Value);
