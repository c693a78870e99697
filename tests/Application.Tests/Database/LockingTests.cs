using System.Text.RegularExpressions;
using NUnit.Framework;
using PosCommerce.Local;

namespace PosCommerce.Application.Tests.Database;

/// <summary>Whoever adds a lock decides its place in the order: docs/locking.md names every statement that takes one.</summary>
public sealed partial class LockingTests
{
    [Test]
    public void Every_statement_that_locks_is_named_with_its_reason()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "locking.md"));

        Assert.That(Locking().Where(l => !page.Contains($"`{l}`", StringComparison.Ordinal)), Is.Empty);
    }

    [Test]
    public void What_is_named_still_locks()
    {
        var named = Named().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "locking.md"))).Select(m => m.Groups[1].Value);

        Assert.That(named.Except(Locking()), Is.Empty);
    }

    // Class and constant of each statement in the product's sources that ends in a row lock, or takes an advisory one.
    private static List<string> Locking()
    {
        List<string> found = [];
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories))
        {
            var constant = "";
            foreach (var line in File.ReadLines(file))
            {
                if (Constant().Match(line) is { Success: true } declared)
                    constant = declared.Groups[1].Value;
                if (Lock().IsMatch(line))
                    found.Add($"{Path.GetFileNameWithoutExtension(file)}.{constant}");
            }
        }

        Assert.That(found, Has.Count.GreaterThan(20));
        return found;
    }

    [GeneratedRegex(@"const string (\w+Sql)\b")]
    private static partial Regex Constant();

    [GeneratedRegex(@"^\s+for (no key )?(update|share)( of \w+)?( skip locked)?\s*$|pg_advisory_xact_lock")]
    private static partial Regex Lock();

    [GeneratedRegex(@"`(\w+\.\w+Sql)`")]
    private static partial Regex Named();
}
