using System.Diagnostics;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using PosCommerce.SqlCheck.Sources;

namespace PosCommerce.SqlCheck;

/// <summary>What the console answers to the shell.</summary>
internal enum ExitCode
{
    Good = 0,

    /// <summary>Something is wrong with a statement, a script or the snapshot.</summary>
    Wrong = 1,

    /// <summary>The check could not be made; nothing is known.</summary>
    NotChecked = 2,
}

/// <summary>The three things that the console does.</summary>
/// <param name="open">Finds the server to ask; opened only once it is needed.</param>
internal sealed class Commands(string root, Progress progress, TextWriter output, Func<CancellationToken, Task<CheckServer>> open)
{
    /// <summary>Asks PostgreSQL about every statement and writes down what it says.</summary>
    public async Task<ExitCode> PrepareAsync(bool prune, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await using var server = await open(ct);
        if (server.Major != Verification.SnapshotMajor)
            throw new CheckFailure(
                $"The snapshot is written on PostgreSQL {Verification.SnapshotMajor}, this is {server.Major}: point ConnectionStrings__PosCommerce at one (docker-compose.yml has it)."
            );
        var folder = SnapshotFolder.Read(root);
        var verified = await VerifyAsync(server, folder, ct);
        if (verified.IsComplete)
        {
            var changed = folder.Write(verified, prune);
            progress.Say($"{verified.Statements} statements verified in {Seconds(watch)}; {changed} files written.");
        }

        return Print(verified, []);
    }

    /// <summary>Asks again and compares; writes nothing.</summary>
    public async Task<ExitCode> CheckAsync(CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        await using var server = await open(ct);
        var folder = SnapshotFolder.Read(root);
        var verified = await VerifyAsync(server, folder, ct);
        var differences =
            !verified.IsComplete ? []
            : server.Major == Verification.SnapshotMajor ? folder.Differences(verified).ToList()
            : folder.DifferencesOnOtherMajor(verified).ToList();
        progress.Say($"{verified.Statements} statements checked on PostgreSQL {server.Major} in {Seconds(watch)}.");
        if (verified.IsGood && differences.Count == 0)
            Confirmation.Write(root);
        else
            Confirmation.Remove(root);
        if (server.Major != Verification.SnapshotMajor)
            progress.Say($"Nulls, tenants and indexes are read on PostgreSQL {Verification.SnapshotMajor} only.");
        return Print(verified, differences);
    }

    /// <summary>Asks about the statements of an earlier commit on the schema of this one.</summary>
    public async Task<ExitCode> CompatAsync(string reference, CancellationToken ct)
    {
        var before = await Compat.ReadAsync(root, reference, ct);
        await using var server = await open(ct);
        var (failed, now) = await new Verification(
            server,
            Scripts.Read(root),
            Exemptions.Read(root),
            progress,
            progress.Verifying
        ).RunAsync([.. before.Select(sent => sent.Statement)], ct);
        progress.Clear();
        List<FileFinding> findings = failed is not null ? [failed] : [.. Compat.Compare(before, now, reference)];
        findings.ForEach(output.WriteLine);
        progress.Say($"{before.Count} statements of {reference} asked on this schema.");
        return findings.Count == 0 ? ExitCode.Good : ExitCode.Wrong;
    }

    private async Task<Verified> VerifyAsync(CheckServer server, SnapshotFolder folder, CancellationToken ct)
    {
        var extracting = Task.Run(() => ExtractAsync(ct), ct);
        var verified = await new Verification(
            server,
            Scripts.Read(root),
            Exemptions.Read(root),
            progress,
            progress.Verifying,
            folder.Find
        ).RunAsync(extracting, ct);
        progress.Clear();
        // A migration that fails ends the run first; the sources' own failure must not go unheard.
        await extracting;
        return verified;
    }

    private async Task<IReadOnlyList<SqlCall>> ExtractAsync(CancellationToken ct)
    {
        var projects = await SourceTree.CompileAsync(root, ct);
        Refuse(projects.SelectMany(project => project.Errors(ct)).ToList());
        List<SqlCall> calls = [.. SourceTree.CallsOf(projects, root, ct)];
        return Verification.StatementsOf(calls).Count > 0
            ? calls
            : throw new CheckFailure("There is not one SQL statement in the sources: something is wrong with how they are read.");
    }

    private void Refuse(List<Diagnostic> errors)
    {
        if (errors.Count == 0)
            return;
        progress.Clear();
        foreach (var error in errors)
            output.WriteLine(CSharpDiagnosticFormatter.Instance.Format(error, CultureInfo.InvariantCulture));
        throw new CheckFailure(
            $"The sources do not compile ({errors.Count} errors): statements in them cannot be seen. If it is packages that are missing, restore the solution."
        );
    }

    private ExitCode Print(Verified verified, List<FileFinding> differences)
    {
        // A difference is only worth telling when nothing is wrong: what is wrong is one.
        var lines = verified
            .FileFindings.Select(finding => finding.ToString())
            .Concat(verified.Findings.Select(finding => finding.ToString()))
            .Concat(differences.Select(finding => finding.ToString()))
            .Distinct()
            .ToList();
        lines.ForEach(output.WriteLine);
        if (lines.Count > 0)
            progress.Say($"{lines.Count} errors.");
        return verified.IsGood && differences.Count == 0 ? ExitCode.Good : ExitCode.Wrong;
    }

    private static string Seconds(Stopwatch watch) => string.Create(CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds:0.0} s");
}
