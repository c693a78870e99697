using NUnit.Framework;
using PosCommerce.Local;

namespace PosCommerce.WebApi.Tests.Generated;

/// <summary>Pages of docs that the code writes: a test fails when one is not what the code would write now.</summary>
public static class Published
{
    /// <summary>Set to 1 to have the pages written anew instead of compared.</summary>
    private const string WriteVariable = "POSCOMMERCE_WRITE_DOCS";

    public static async Task IsCurrentAsync(string page, string text)
    {
        var path = Path.Combine(Repository.Root, "docs", page);
        if (Environment.GetEnvironmentVariable(WriteVariable) == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!); // It is in a folder of docs.
            await File.WriteAllTextAsync(path, text);
        }

        Assert.That(
            File.Exists(path) ? await File.ReadAllTextAsync(path) : "",
            Is.EqualTo(text),
            $"docs/{page} is not current: run ./build.sh docs and commit it."
        );
    }
}
