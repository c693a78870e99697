using System.Text.Json;
using System.Xml.Linq;

namespace PosCommerce.Notices;

/// <summary>A package as it was restored, with what its own manifest says of it.</summary>
/// <param name="Licence">One of <see cref="Licences"/>.</param>
/// <param name="Attribution">Its copyright line, or its authors where it has none.</param>
/// <param name="HasNotices">It brings notices of third parties of its own.</param>
internal sealed record Package(string Id, string Version, string Licence, string Attribution, string? Project, bool HasNotices)
{
    /// <summary>All that a project was restored with, directly or not; nothing is asked of the network.</summary>
    internal static IEnumerable<Package> Of(string assetsFile)
    {
        if (!File.Exists(assetsFile))
            throw new NoticesFailure($"{assetsFile} is missing: restore the solution first (./build.sh build).");
        using var assets = JsonDocument.Parse(File.ReadAllText(assetsFile));
        var folders = assets.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name).ToList();
        foreach (var library in assets.RootElement.GetProperty("libraries").EnumerateObject())
        {
            if (library.Value.GetProperty("type").GetString() != "package")
                continue;
            var path = library.Value.GetProperty("path").GetString()!; // A package has one.
            var files = library.Value.GetProperty("files").EnumerateArray().Select(file => file.GetString()!).ToList(); // Names.
            var manifest =
                folders.Select(folder => Path.Combine(folder, path, files.Single(IsManifest))).FirstOrDefault(File.Exists)
                ?? throw new NoticesFailure($"{library.Name} is not in the package folder any more: restore the solution again.");
            yield return Read(manifest, files);
        }
    }

    private static Package Read(string manifest, List<string> files)
    {
        var metadata =
            XDocument.Load(manifest).Root?.Elements().FirstOrDefault(element => element.Name.LocalName == "metadata")
            ?? throw new NoticesFailure($"{manifest} is no manifest of a package.");
        var id = Text(metadata, "id") ?? throw new NoticesFailure($"{manifest} names no package.");
        var licence = metadata.Elements().FirstOrDefault(element => element.Name.LocalName == "license");
        return new Package(
            id,
            Text(metadata, "version") ?? "",
            licence?.Attribute("type")?.Value == "file"
                ? Licences.OfText(id, File.ReadAllText(Path.Combine(Path.GetDirectoryName(manifest) ?? "", licence.Value)))
                : Licences.OfExpression(id, licence?.Value ?? Text(metadata, "licenseUrl") ?? ""),
            Text(metadata, "copyright") ?? Text(metadata, "authors") ?? "",
            Text(metadata, "projectUrl"),
            files.Any(IsNotice)
        );
    }

    private static bool IsManifest(string file) => file.EndsWith(".nuspec", StringComparison.OrdinalIgnoreCase);

    private static bool IsNotice(string file) =>
        file.Replace("-", "", StringComparison.Ordinal).Contains("thirdpartynotices", StringComparison.OrdinalIgnoreCase);

    private static string? Text(XElement metadata, string name) =>
        metadata.Elements().FirstOrDefault(element => element.Name.LocalName == name)?.Value is { } text && !string.IsNullOrWhiteSpace(text)
            ? string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            : null;
}
