using PosCommerce.Migrator;
using PosCommerce.SqlCheck.Sources;
using PosCommerce.SqlCheck.Tree;
using PosCommerce.SqlCheck.Walls;

namespace PosCommerce.SqlCheck;

/// <summary>What PostgreSQL said about a source tree.</summary>
/// <param name="Snapshots">By the path of their files.</param>
/// <param name="Findings">What is wrong with statements, at the word in the source.</param>
/// <param name="FileFindings">What is wrong with scripts and lists.</param>
/// <param name="Migrations">What the schema was made from.</param>
/// <param name="Server">The major version that was asked.</param>
/// <param name="IsComplete">The schema could be made and every statement was asked about.</param>
internal sealed record Verified(
    IReadOnlyDictionary<string, Snapshot> Snapshots,
    IReadOnlyList<Finding> Findings,
    IReadOnlyList<FileFinding> FileFindings,
    IReadOnlyList<VerifiedMigration> Migrations,
    int Server,
    bool IsComplete
)
{
    public int Statements => Snapshots.Values.Sum(snapshot => snapshot.Entries.Count);

    public bool IsGood => IsComplete && Findings.Count == 0 && FileFindings.Count == 0;
}

/// <summary>Makes the schema from nothing and asks about every statement.</summary>
/// <param name="known">What stands in the snapshot: on a major version whose trees are not read, nulls are as they are written
/// there.</param>
internal sealed class Verification(
    CheckServer server,
    Scripts scripts,
    Exemptions exemptions,
    IProgressSink migrating,
    Action<int, int> verifying,
    Func<Statement, SnapshotEntry?>? known = null
)
{
    /// <summary>
    /// The major version whose trees are understood, and which therefore writes the snapshot: that of docker-compose.yml.
    /// </summary>
    public const int SnapshotMajor = 15;

    /// <summary>Of every distinct text of every source file, the statement that the snapshot will hold.</summary>
    public static IReadOnlyList<Statement> StatementsOf(IEnumerable<SqlCall> calls) =>
        [
            .. calls
                .Where(call => call is { IsForwarded: false, Context: not null })
                .SelectMany(call =>
                    call.Texts.Where(variant => variant.Text.Problem is null).Select(variant => (Call: call, Variant: variant))
                )
                .GroupBy(passed => (Context: passed.Call.Context!, passed.Variant.File, passed.Variant.Text.Text)) // Filtered above.
                .Select(same =>
                {
                    var first = same.OrderBy(passed => passed.Variant.Name, StringComparer.Ordinal).First().Variant;
                    var signatures = same.Select(passed => passed.Call.SignatureFor(passed.Variant.Text))
                        .OfType<string>()
                        .Distinct()
                        .Order(StringComparer.Ordinal);
                    var served = same.SelectMany(passed => passed.Call.Serves).Distinct().ToList();
                    return new Statement(
                        same.Key.Context,
                        first.File,
                        first.Name,
                        first.Text,
                        [.. signatures],
                        served is [var only] && only != Callers.Others ? only : null
                    );
                })
                .OrderBy(statement => statement.Context, StringComparer.Ordinal)
                .ThenBy(statement => statement.File, StringComparer.Ordinal)
                .ThenBy(statement => statement.Name, StringComparer.Ordinal),
        ];

    /// <summary>Makes the database while the sources are still being compiled.</summary>
    public async Task<Verified> RunAsync(Task<IReadOnlyList<SqlCall>> extracting, CancellationToken ct)
    {
        await using var database = await CheckDatabase.MakeAsync(server, scripts, migrating, ct);
        if (database.Failed is { } failed)
            return new Verified(new Dictionary<string, Snapshot>(), [], [failed], scripts.Verified, server.Major, IsComplete: false);

        var files = new List<FileFinding>(database.SeedFindings);
        files.AddRange(MigrationCheck.Of(scripts.Migrations, exemptions.Migrations));
        files.AddRange(
            await WallPlaces.LocateAsync(
                await new WallCheck(exemptions).RunAsync(database.Database.Admin, ct),
                server,
                scripts,
                exemptions,
                ct
            )
        );

        var calls = await extracting;
        var statements = StatementsOf(calls);
        var snapshots = await AskAsync(database, statements, ct);
        var findings = calls
            .SelectMany(call => Check.Of(call, (context, file) => snapshots.GetValueOrDefault(Snapshot.PathOf(context, file))))
            .Distinct()
            .ToList();
        files.AddRange(Unused(statements));
        return new Verified(snapshots, findings, files, scripts.Verified, server.Major, IsComplete: true);
    }

    /// <summary>What PostgreSQL says of statements that come from elsewhere, for <c>compat</c>.</summary>
    public async Task<(FileFinding? Failed, IReadOnlyDictionary<string, Snapshot> Snapshots)> RunAsync(
        IReadOnlyList<Statement> statements,
        CancellationToken ct
    )
    {
        await using var database = await CheckDatabase.MakeAsync(server, scripts, migrating, ct);
        return database.Failed is { } failed
            ? (failed, new Dictionary<string, Snapshot>())
            : (null, await AskAsync(database, statements, ct));
    }

    private async Task<IReadOnlyDictionary<string, Snapshot>> AskAsync(
        CheckDatabase database,
        IReadOnlyList<Statement> statements,
        CancellationToken ct
    )
    {
        var entries = new List<(string Context, SnapshotEntry Entry)>();
        await using var verifier = await Verifier.OpenAsync(database.Database.Admin, exemptions, server.Major == SnapshotMajor, ct);
        foreach (var statement in statements)
        {
            verifying(entries.Count, statements.Count);
            var entry = await AskAsync(verifier, statement, ct);
            if (OutOfPlace(statement) is { } issue)
                entry = entry with { Issues = [.. entry.Issues, issue] };
            entries.Add((statement.Context, verifier.ReadsTree ? entry : Completed(statement, entry)));
        }

        verifying(statements.Count, statements.Count);
        return entries
            .GroupBy(e => (e.Context, e.Entry.File), e => e.Entry)
            .Select(same => new Snapshot(same.Key.Context, same.Key.File, same))
            .ToDictionary(snapshot => Snapshot.PathOf(snapshot.Context, snapshot.File), StringComparer.Ordinal);
    }

    private SnapshotIssue? OutOfPlace(Statement statement) =>
        statement.OnlyHandler is { } handler
        && handler != statement.File
        && !exemptions.Allows(statement.File, statement.Name, Codes.OutOfPlace)
            ? new SnapshotIssue(Codes.OutOfPlace, $"It serves one handler and nobody else: it stands in {handler}.", null)
            : null;

    private SnapshotEntry Completed(Statement statement, SnapshotEntry entry)
    {
        if (known?.Invoke(statement) is not { Error: null } before)
            return entry;
        return entry with
        {
            Kind = before.Kind,
            Columns =
            [
                .. entry.Columns.Select(
                    (column, i) =>
                        i < before.Columns.Count
                            ? column with
                            {
                                IsNullable = before.Columns[i].IsNullable,
                                Why = before.Columns[i].Why,
                            }
                            : column
                ),
            ],
        };
    }

    private static async Task<SnapshotEntry> AskAsync(Verifier verifier, Statement statement, CancellationToken ct)
    {
        try
        {
            return await verifier.VerifyAsync(statement, ct);
        }
        catch (UnreadableTreeException e)
        {
            // Refused rather than let through unread.
            return new SnapshotEntry
            {
                File = statement.File,
                Name = statement.Name,
                Id = statement.Text.Identity,
                Error = new SnapshotError("unread", e.Message, null),
            };
        }
    }

    /// <summary>An exemption that nothing needs any more would cover the next mistake.</summary>
    private IEnumerable<FileFinding> Unused(IReadOnlyList<Statement> statements) =>
        exemptions
            .Statements.Where(allowed =>
                !statements.Any(statement =>
                    statement.File == allowed.File
                    && statement.Name == allowed.Statement
                    && (allowed.Code != Codes.OutOfPlace || (statement.OnlyHandler is { } handler && handler != statement.File))
                )
            )
            .Select(allowed => new FileFinding(
                Codes.SnapshotUnused,
                $"There is no statement {allowed.Statement} in {allowed.File} that needs {allowed.Code} to be let pass: remove it from the list.",
                Exemptions.Path
            ));
}
