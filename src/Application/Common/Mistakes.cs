using PosCommerce.Domain.Common;

namespace PosCommerce.Application.Common;

/// <summary>
/// What is wrong with a request, by member. Only the first mistakes are kept, and whoever looks for them stops when there are more:
/// a refusal must not cost more than an acceptance.
/// </summary>
public sealed class Mistakes
{
    public const int Most = 20;

    // Names of unknown members are the caller's.
    private const int LongestName = 200;

    private readonly Dictionary<string, List<string>> found = new(StringComparer.Ordinal);
    private int count;

    public bool IsEmpty => count == 0;

    /// <summary>There are more than are kept: it is time to stop.</summary>
    public bool HasMore { get; private set; }

    /// <summary>Whether something is wrong with this member.</summary>
    public bool Names(string member) => found.ContainsKey(member);

    public void Add(string member, string message)
    {
        ArgumentNullException.ThrowIfNull(member);
        var name = member.Length <= LongestName ? member : $"{PlainText.Start(member, LongestName)}…";
        if (found.TryGetValue(name, out var known) && known.Contains(message))
            return;
        if (count == Most)
        {
            HasMore = true;
            return;
        }

        count++;
        if (known is null)
            found.Add(name, known = []);
        known.Add(message);
    }

    public Error ToError()
    {
        var error = PipelineErrors.Invalid(found.ToDictionary(f => f.Key, f => f.Value.ToArray(), StringComparer.Ordinal));
        return HasMore ? error with { Message = $"{error.Message} More is wrong than the {Most} mistakes listed." } : error;
    }
}
