namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class Folder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("poscommerce sqlcheck ");

    public string Path => folder.FullName;

    public void Write(string path, string text)
    {
        var file = System.IO.Path.Combine(Path, path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!); // A path inside a folder has one.
        File.WriteAllText(file, text);
    }

    public string Read(string path) => File.ReadAllText(System.IO.Path.Combine(Path, path));

    public void Empty()
    {
        folder.Delete(recursive: true);
        folder.Create();
    }

    public void Dispose() => folder.Delete(recursive: true);
}
