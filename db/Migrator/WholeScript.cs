using DbUp.Engine;

namespace PosCommerce.Migrator;

/// <summary>Gives the server a script whole, inside a DO block, to be taken apart by the server's own parser.</summary>
/// <remarks>
/// Sent as a command, it would be split by DbUp and again by Npgsql, neither of which knows the semicolons of BEGIN ATOMIC
/// (npgsql #4445). EXECUTE also refuses COMMIT and ROLLBACK, so no script can leave its transaction.
/// </remarks>
internal sealed class WholeScript : IScriptPreprocessor
{
    /// <summary>What the server is given to run: an error's position counts in it.</summary>
    internal static string Text(string contents) => contents.TrimStart('\uFEFF');

    public string Process(string contents)
    {
        var text = Text(contents);
        var inner = Tag("script", text);
        var outer = Tag("run", text);
        return $"do {outer} begin execute {inner}{text}{inner}; end {outer}";
    }

    private static string Tag(string word, string text)
    {
        var tag = word;
        while (text.Contains($"${tag}$", StringComparison.Ordinal))
            tag += "_";
        return $"${tag}$";
    }
}
