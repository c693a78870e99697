// One task per target; ./build.sh --help prints the descriptions. What takes more than a few lines is a program under tools/.
using System.Threading.Tasks;
using System.Xml.Linq;

var target = Argument("target", "build");
var configuration = Argument("configuration", target is "publish" or "bench" or "bench-history" or "bench-search" or "bench-import" or "bench-till" ? "Release" : "Debug");

var root = MakeAbsolute(Directory("./"));
var artifacts = root.Combine("artifacts");
var testResults = artifacts.Combine("test-results");
var publishFolder = artifacts.Combine("publish");
var typescript = root.Combine("clients/typescript");
var lintRules = root.Combine("clients/lint");
var csharp = root.Combine("clients/csharp");
var openApiDocument = root.CombineWithFilePath("docs/openapi.json");
const string solution = "./PosCommerce.sln";

// What `test` says at its end: tests of the projects, and each further check as one.
var passed = 0;
var failed = 0;
var tally = new object();

// A test run starts a hundred processes that live for seconds. Code that is watched so as to be compiled once more, and memory that is
// either written or run, are made for those that live for days.
if (target == "test")
{
    Environment.SetEnvironmentVariable("DOTNET_TieredPGO", "0");
    Environment.SetEnvironmentVariable("DOTNET_EnableWriteXorExecute", "0");
}

FilePath Program(string project) => artifacts.CombineWithFilePath($"bin/{project}/{configuration.ToLowerInvariant()}/{project}.dll");

void Run(string program, DirectoryPath folder, params string[] arguments)
{
    var words = new ProcessArgumentBuilder();
    foreach (var argument in arguments)
        words.AppendQuoted(argument);
    var code = StartProcess(program, new ProcessSettings { Arguments = words, WorkingDirectory = folder });
    if (code != 0)
        throw new CakeException(code, $"{program} {arguments[0]} ended with {code}.");
}

void RunProgram(string project, params string[] arguments) => Run("dotnet", root, [Program(project).FullPath, .. arguments]);

// npm writes this file last, so it tells an installation that was finished from one that was not, or is out of date.
void InstallPackages(DirectoryPath folder)
{
    var installed = new System.IO.FileInfo(folder.CombineWithFilePath("node_modules/.package-lock.json").FullPath);
    var wanted = new System.IO.FileInfo(folder.CombineWithFilePath("package-lock.json").FullPath);
    if (!installed.Exists || installed.LastWriteTimeUtc < wanted.LastWriteTimeUtc)
        Run("npm", folder, "ci", "--no-audit", "--no-fund");
}

// Under `test` a failed check is counted and the next one still runs; asked for by name, it fails at once.
void Check(string name, Action work)
{
    try
    {
        work();
        lock (tally)
            passed++;
        Console.WriteLine($"passed: {name}");
    }
    catch (Exception e) when (target == "test")
    {
        lock (tally)
            failed++;
        Console.WriteLine($"FAILED: {name}: {e.Message}");
    }
}

void CountTests(FilePath results, int exitCode)
{
    var counters = FileExists(results)
        ? XDocument.Load(results.FullPath).Descendants().FirstOrDefault(element => element.Name.LocalName == "Counters")
        : null;
    var good = (int?)counters?.Attribute("passed") ?? 0;
    var bad = ((int?)counters?.Attribute("executed") ?? 0) - good;
    lock (tally)
    {
        passed += good;
        // A test host that crashed leaves no failed test behind, or nothing at all.
        failed += exitCode != 0 ? Math.Max(bad, 1) : bad;
    }
}

Task("build")
    .Description("Builds everything; warnings are errors.")
    .Does(() => DotNetBuild(solution, new DotNetBuildSettings { Configuration = configuration, Verbosity = DotNetVerbosity.Minimal, NoLogo = true }));

Task("run")
    .Description("Builds, starts a PostgreSQL, loads the demo shops and serves http://127.0.0.1:5080 (POSCOMMERCE_URLS, POSCOMMERCE_DATA).")
    // build.sh starts the host after this, in its own place, so that signals reach it.
    .Does(() => DotNetBuild("./tools/Local/PosCommerce.Local.csproj", new DotNetBuildSettings { Verbosity = DotNetVerbosity.Minimal, NoLogo = true }))
    .Does(() => DotNetBuild("./src/WebApi/PosCommerce.WebApi.csproj", new DotNetBuildSettings { Verbosity = DotNetVerbosity.Minimal, NoLogo = true }));

Task("test-projects")
    .IsDependentOn("build")
    .Does(() =>
    {
        CleanDirectory(testResults);
        // Every project has a PostgreSQL of its own. Those that measure time run alone, at the end; the largest of the others runs beside
        // all the rest, so that a second core has something to do while the first waits for a process, a database or a lock.
        string[] alone = ["PosCommerce.WebApi.Tests"];
        const string largest = "PosCommerce.Application.Tests";
        var projects = GetFiles("./tests/*.Tests/*.csproj")
            .Select(file => file.GetFilenameWithoutExtension().ToString())
            .Order(StringComparer.Ordinal)
            .ToList();
        Parallel.Invoke(
            () => RunTests(largest),
            () =>
            {
                // By the console that the solution's build made: what compiled agrees with the snapshot, and here the snapshot with PostgreSQL.
                Check("SQL statements are what PostgreSQL says now", () => RunProgram("PosCommerce.SqlCheck", "--check"));
                foreach (var project in projects.Except([.. alone, largest]))
                    RunTests(project);
            }
        );
        foreach (var project in alone)
            RunTests(project);
    });

// Without a filter all tests but those that ask to be named.
void RunTests(string project, string filter = null, string name = null)
{
    var results = testResults.CombineWithFilePath($"{name ?? project}.trx");
    var arguments = new ProcessArgumentBuilder()
        .Append("test").AppendQuoted(root.CombineWithFilePath($"tests/{project[(project.IndexOf('.') + 1)..]}/{project}.csproj").FullPath)
        .Append("--no-build").Append("--configuration").Append(configuration).Append("--nologo")
        .Append("--logger").AppendQuoted($"trx;LogFileName={results.GetFilename()}")
        .Append("--results-directory").AppendQuoted(testResults.FullPath);
    if (filter is not null)
        arguments.Append("--filter").AppendQuoted(filter);
    CountTests(results, StartProcess("dotnet", new ProcessSettings { Arguments = arguments }));
}

Task("client")
    .Description("Generates the TypeScript and C# clients of clients/ from docs/openapi.json.")
    .Does(() =>
    {
        Run("dotnet", root, "tool", "restore");
        Run("dotnet", root.Combine("clients"), "nswag", "run", "nswag.json");
    });

// The clients' programs do what a test tells them, operation by operation, against the API that the test serves.
Task("client-check")
    .Description("Generates and compiles the clients, and lets each of them run every operation against a served API.")
    .IsDependentOn("build")
    .IsDependentOn("client")
    .Does(() =>
    {
        Check("TypeScript client compiles", () =>
        {
            InstallPackages(typescript);
            Run("npm", typescript, "run", "build");
        });
        Check("C# client compiles", () => DotNetBuild(csharp.CombineWithFilePath("runner/PosCommerce.Client.Runner.csproj").FullPath, new DotNetBuildSettings
        {
            Configuration = configuration,
            Verbosity = DotNetVerbosity.Quiet,
            NoLogo = true,
        }));
        Check("TypeScript client signs in and sells", () =>
            RunProgram("PosCommerce.Local", "with-api", "npm", "run", "smoke", "--prefix", typescript.FullPath));
        RunTests("PosCommerce.WebApi.Tests", "TestCategory=Clients", "clients");
    });

Task("openapi")
    .Description("Writes docs/openapi.json, the API's description, from the code.")
    .Does(() => WriteDescription());

void WriteDescription()
{
    DotNetBuild("./src/WebApi/PosCommerce.WebApi.csproj", new DotNetBuildSettings
    {
        Configuration = configuration,
        Verbosity = DotNetVerbosity.Minimal,
        NoLogo = true,
        MSBuildSettings = new DotNetMSBuildSettings().WithProperty("GenerateOpenApiDocument", "true"),
    });
    CopyFile(artifacts.CombineWithFilePath("openapi/openapi.json"), openApiDocument);
}

Task("docs")
    .Description("Writes what the code says of itself: docs/examples, docs/errors.md, docs/permissions.md, docs/openapi.json.")
    .IsDependentOn("build")
    .Does(() =>
    {
        Environment.SetEnvironmentVariable("POSCOMMERCE_WRITE_DOCS", "1");
        var before = failed;
        RunTests("PosCommerce.WebApi.Tests", "TestCategory=Published", "docs");
        if (failed > before)
            throw new CakeException("The pages could not be written.");
        WriteDescription();
    });

Task("lint")
    .Description("Checks docs/openapi.json against the rule sets of clients/lint.")
    .WithCriteria(() => FileExists(lintRules.CombineWithFilePath("package.json")))
    .Does(() => Check("OpenAPI document lints clean", () =>
    {
        InstallPackages(lintRules);
        Run("npm", lintRules, "run", "lint", "--", openApiDocument.FullPath);
    }));

// The console is built apart and unchecked (see Directory.Build.targets): it must run when the statements are stale.
void AskPostgres(params string[] words)
{
    var apart = artifacts.Combine("sqlcheck");
    // The console asks MSBuild how the projects are compiled, which works once they are restored.
    DotNetRestore(solution, new DotNetRestoreSettings { Verbosity = DotNetVerbosity.Quiet });
    DotNetBuild("./tools/SqlCheck/Console/PosCommerce.SqlCheck.csproj", new DotNetBuildSettings
    {
        Configuration = "Debug",
        Verbosity = DotNetVerbosity.Quiet,
        NoLogo = true,
        MSBuildSettings = new DotNetMSBuildSettings().WithProperty("SqlCheckBootstrap", "true").WithProperty("ArtifactsPath", apart.FullPath),
    });
    Run("dotnet", root, [apart.CombineWithFilePath("bin/PosCommerce.SqlCheck/debug/PosCommerce.SqlCheck.dll").FullPath, .. words]);
}

Task("sql")
    .Description("Asks PostgreSQL about every SQL statement and writes db/snapshot; --check compares only, --prune lets many statements go.")
    .Does(() => AskPostgres(HasArgument("check") ? ["--check"] : HasArgument("prune") ? ["--prune"] : []));

Task("compat")
    .Description("Asks whether the statements of an earlier release hold on this schema: --from=<git ref>.")
    .Does(() => AskPostgres("compat", "--from", Argument<string>("from")));

Task("sql-check")
    .Does(() => Check("SQL statements are what PostgreSQL says now", () => AskPostgres("--check")));

Task("notices")
    .Description("Writes THIRD-PARTY-NOTICES.md from the packages restored; --check compares only.")
    .IsDependentOn("build")
    .Does(() => RunProgram("PosCommerce.Notices", HasArgument("check") ? [root.FullPath, "--check"] : [root.FullPath]));

Task("notices-check")
    .IsDependentOn("build")
    .Does(() => Check("Third-party notices are those of the packages restored", () => RunProgram("PosCommerce.Notices", root.FullPath, "--check")));

// Without what stands between three quotes and three quotes.
IEnumerable<(string Place, string Line)> LinesOfCode(FilePath file)
{
    var isText = false;
    foreach (var (line, i) in System.IO.File.ReadLines(file.FullPath).Select((line, i) => (line, i)))
    {
        if (!isText)
            yield return ($"{root.GetRelativePath(file)}:{i + 1}", line);
        isText ^= line.Split("\"\"\"").Length % 2 == 0;
    }
}

Task("format")
    .Description("Formats all C#.")
    .Does(() => Run("dotnet", root, "csharpier", "format", "."));

Task("format-check")
    .Description("Checks that all C# is formatted and no line is longer than 140 columns, texts apart.")
    .Does(() => Check("C# is formatted", () =>
    {
        Run("dotnet", root, "csharpier", "check", ".");
        // The formatter breaks neither texts nor comments; a text may be as long as it is.
        var tooLong = new[] { "src", "db", "tools", "bench", "tests" }
            .SelectMany(folder => GetFiles($"./{folder}/**/*.cs"))
            .SelectMany(file => LinesOfCode(file).Where(at => at.Line.Length > 140 && !at.Line.Contains('"')))
            .Select(at => at.Place)
            .ToList();
        if (tooLong.Count > 0)
            throw new CakeException($"Longer than 140 columns: {string.Join(", ", tooLong)}.");
    }));

Task("test")
    .Description("All tests against a real PostgreSQL, the client and the lints; closes with \"N passed, N failed\".")
    .IsDependentOn("test-projects")
    .IsDependentOn("notices-check")
    .IsDependentOn("client-check")
    .IsDependentOn("lint")
    .IsDependentOn("format-check")
    .Does(() =>
    {
        System.IO.File.WriteAllText(testResults.CombineWithFilePath("tally").FullPath, $"{passed} passed, {failed} failed\n");
        if (failed > 0)
            throw new CakeException($"{failed} failed.");
    });

Task("migrate")
    .Description("Applies pending migrations to ConnectionStrings__PosCommerce, else to the local database.")
    .IsDependentOn("build")
    .Does(() => RunProgram("PosCommerce.Local", "migrate"));

Task("seed")
    .Description("Migrates and seeds ConnectionStrings__PosCommerce, else the local database (there with the demo shops).")
    .IsDependentOn("build")
    .Does(() => RunProgram("PosCommerce.Local", "seed"));

Task("changelog")
    .Description("Gathers the files of changes/ into CHANGELOG.md as one release: --release=<version>.")
    .Does(() =>
    {
        var changes = GetFiles("./changes/*.md").OrderBy(file => file.FullPath, StringComparer.Ordinal).ToList();
        if (changes.Count == 0)
            throw new CakeException("There is nothing in changes/ to release.");
        var lines = changes.SelectMany(file => System.IO.File.ReadAllLines(file.FullPath)).Where(line => line.Length > 0);
        var log = System.IO.File.ReadAllText("CHANGELOG.md");
        var newest = log.IndexOf("\n## ", StringComparison.Ordinal) + 1;
        System.IO.File.WriteAllText("CHANGELOG.md", $"{log[..newest]}## {Argument<string>("release")}\n\n{string.Join('\n', lines)}\n\n{log[newest..]}");
        DeleteFiles(changes);
    });

Task("publish")
    .Description("Checks every SQL statement, then publishes API and migrator to artifacts/publish: what the Dockerfile packages.")
    .IsDependentOn("sql-check")
    .Does(() =>
    {
        foreach (var (project, folder) in new[] { ("src/WebApi/PosCommerce.WebApi.csproj", "api"), ("db/Migrator/PosCommerce.Migrator.csproj", "migrator") })
        {
            var output = publishFolder.Combine(folder);
            CleanDirectory(output);
            CopyFiles(new[] { new FilePath("./LICENSE"), new FilePath("./THIRD-PARTY-NOTICES.md") }, output);
            DotNetPublish($"./{project}", new DotNetPublishSettings { Configuration = configuration, OutputDirectory = output, Verbosity = DotNetVerbosity.Minimal, NoLogo = true });
        }
    });

Task("bench")
    .Description("Sells under load beside pgbench running the same statements; builds Release.")
    .IsDependentOn("build")
    .Does(() => RunProgram(
        "PosCommerce.Bench",
        [.. new[] { "seconds", "rounds", "clients" }.Where(HasArgument).SelectMany(option => new[] { $"--{option}", Argument<string>(option) })]));

Task("bench-search")
    .Description("Every kind of search among 50,000 articles with 10,000 words, beside a read by id.")
    .IsDependentOn("build")
    .Does(() => RunProgram(
        "PosCommerce.Bench",
        [
            "search",
            .. new[] { "seconds", "rounds", "clients" }.Where(HasArgument).SelectMany(option => new[] { $"--{option}", Argument<string>(option) }),
        ]));

Task("bench-import")
    .Description("A file of 50,000 products, beside COPY of the same rows into the same tables.")
    .IsDependentOn("build")
    .Does(() => RunProgram(
        "PosCommerce.Bench",
        ["import", .. new[] { "rounds" }.Where(HasArgument).SelectMany(option => new[] { $"--{option}", Argument<string>(option) })]));

Task("bench-till")
    .Description("What a till keeps of 50,000 articles, beside COPY of the same columns.")
    .IsDependentOn("build")
    .Does(() => RunProgram(
        "PosCommerce.Bench",
        ["till", .. new[] { "rounds" }.Where(HasArgument).SelectMany(option => new[] { $"--{option}", Argument<string>(option) })]));

Task("bench-history")
    .Description("Asks everything of a merchant with a long past (--sales=2000000), beside one alone and one among --merchants=1000.")
    .IsDependentOn("build")
    .Does(() => RunProgram(
        "PosCommerce.Bench",
        [
            "history",
            .. new[] { "sales", "merchants", "seconds", "rounds" }.Where(HasArgument)
                .SelectMany(option => new[] { $"--{option}", Argument<string>(option) }),
        ]));

RunTarget(target);
