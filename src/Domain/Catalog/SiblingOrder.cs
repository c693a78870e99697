namespace PosCommerce.Domain.Catalog;

/// <summary>
/// How siblings of a tree are kept in an order that was made by hand: each has a number of four signs that stands behind its parent's,
/// so that a tree is in order when its places are. Gaps are left where somebody went.
/// </summary>
public static class SiblingOrder
{
    /// <summary>Signs of one level.</summary>
    public const int Width = 4;

    private const int Base = 36;
    private const int Most = Base * Base * Base * Base - 1;

    /// <summary>Makes room for one more among siblings.</summary>
    /// <param name="numbers">Of the siblings, ascending; the one that is moved is not among them.</param>
    /// <param name="at">Before which of them it is to stand, from zero; their count puts it last.</param>
    /// <returns>Its number, and the siblings that have another one now: as few as can be.</returns>
    public static (int Number, IReadOnlyList<(int From, int To)> Others) Insert(IReadOnlyList<int> numbers, int at)
    {
        ArgumentNullException.ThrowIfNull(numbers);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)at, (uint)numbers.Count, nameof(at));
        var number = at == 0 ? 1 : numbers[at - 1] + 1;
        var moved = new List<(int From, int To)>();
        for (var (next, free) = (at, number + 1); next < numbers.Count && numbers[next] < free; next++, free++)
            moved.Add((numbers[next], free));
        // Behind the last number there is none: those before close up.
        return number > Most || (moved.Count > 0 && moved[^1].To > Most) ? ClosedUp(numbers, at) : (number, moved);
    }

    /// <summary>The number as a part of a place.</summary>
    public static string Write(int number)
    {
        Span<char> signs = stackalloc char[Width];
        for (var i = Width - 1; i >= 0; i--, number /= Base)
            signs[i] = (char)(number % Base is var digit && digit < 10 ? '0' + digit : 'a' + digit - 10);
        return signs.ToString();
    }

    /// <summary>The number of a sibling by its place: the last signs of it.</summary>
    public static int Read(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        var number = 0;
        foreach (var sign in place.AsSpan(place.Length - Width))
            number = number * Base + (sign <= '9' ? sign - '0' : sign - 'a' + 10);
        return number;
    }

    private static (int Number, IReadOnlyList<(int From, int To)> Others) ClosedUp(IReadOnlyList<int> numbers, int at) =>
        (at + 1, [.. numbers.Select((number, i) => (From: number, To: i < at ? i + 1 : i + 2)).Where(m => m.From != m.To)]);
}
