using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace PosCommerce.SqlCheck;

/// <summary>Compares what the source says with what PostgreSQL said.</summary>
internal static class Check
{
    // What changes who a session works for, or runs a text that nobody verified.
    private static readonly Regex Setting = new(
        @"set_config|pg_settings|query_to_xml|cursor_to_xml|table_to_xml|\b(re)?set\s+(local\s+|session\s+)?""?app""?\s*\.",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    );

    private static readonly Regex Locking = new(
        @"\bfor\s+(no\s+key\s+update|update|share|key\s+share)\b|\bpg_advisory_xact_lock",
        RegexOptions.CultureInvariant
    );

    /// <summary>
    /// Everything wrong with a call. <paramref name="snapshotOf"/> gives the facts of a context's statements in a source file;
    /// null when there can be none, which whoever gives them reports.
    /// </summary>
    public static IEnumerable<Finding> Of(SqlCall call, Func<string, string, Snapshot?> snapshotOf)
    {
        foreach (var problem in call.Problems)
            yield return problem;
        if (call.IsForwarded || call.Problems.Count > 0)
            yield break;
        if (call.Context is not { } context)
        {
            yield return new Finding(
                Codes.NotVerified,
                "This project has no context of its own, so nothing says with whose rights its SQL runs: SQL belongs into src/Application/<context>.",
                call.Location
            );
            yield break;
        }

        foreach (var text in call.Texts)
        {
            foreach (var finding in OfText(text, call, context, snapshotOf(context, text.File)))
                yield return OnSource(finding, call);
        }

        if (call.Texts.All(t => t.Text.Problem is null))
        {
            foreach (var finding in OfArguments(call))
                yield return finding;
        }
    }

    private static IEnumerable<Finding> OfText(SqlVariant variant, SqlCall call, string context, Snapshot? snapshot)
    {
        var text = variant.Text;
        if (text.Problem is { } problem)
        {
            yield return new Finding(Codes.Rejected, problem, variant.At(text.ProblemAt));
            yield break;
        }

        if (!IsKernel(context) && Setting.Match(text.Text) is { Success: true } setting)
        {
            yield return new Finding(
                Codes.PastTheDoor,
                "Settings say for whom a statement works: only Infrastructure/Database touches them.",
                variant.At(new Span(setting.Index, setting.Length))
            );
        }

        if (text.IsUtility && context != Contexts.Kernel)
        {
            yield return new Finding(Codes.PastTheDoor, "Transactions begin and end in Infrastructure/Database.", variant.Whole);
            yield break;
        }

        // Then the project says so once, as SQL000.
        if (snapshot is null)
            yield break;
        if (snapshot.Find(text) is not { } entry)
        {
            yield return new Finding(
                Codes.NotVerified,
                $"{variant.Name} was never verified against PostgreSQL: {Codes.Remedy}.",
                variant.Whole
            );
            yield break;
        }

        if (entry.Error is { } error)
        {
            yield return new Finding(
                Codes.Rejected,
                $"{error.Message} [{error.Code}]; correct it, then {Codes.Remedy}.",
                At(variant, error.At)
            );
            yield break;
        }

        if (call.Holds && !Locking.IsMatch(text.Text))
            yield return new Finding(
                Codes.RowsOrNone,
                $"{variant.Name} locks nothing: use Query or Defer, or say `for update`.",
                variant.Whole
            );
        if (call.TakesRows && call.IsDiscarded && Locking.IsMatch(text.Text))
            yield return new Finding(
                Codes.RowsOrNone,
                $"{variant.Name} answers rows that are thrown away: what only holds them is Lock.",
                call.Location
            );
        foreach (var issue in entry.Issues)
            yield return new Finding(issue.Id, $"{issue.Message} Correct it, then {Codes.Remedy}.", At(variant, issue.At));
        if (SignatureProblem(entry, call, text) is { } refusal)
            yield return new Finding(Codes.ArgumentType, refusal, call.Args.Location ?? call.Location);
        foreach (var finding in OfRows(entry, call))
            yield return finding;
    }

    private static bool IsKernel(string context) => context is Contexts.Kernel or Contexts.Migrator or Contexts.Dispatcher;

    private static Location At(SqlVariant variant, Span? at) => at is { } word ? variant.At(word) : variant.Whole;

    // A place in generated code is dropped by editors: then the call carries the message.
    private static Finding OnSource(Finding finding, SqlCall call) =>
        finding.Location.SourceTree == call.Location.SourceTree ? finding
        : finding.Location.IsInSource ? finding with { Also = call.Location }
        : finding with { Location = call.Location };

    private static string? SignatureProblem(SnapshotEntry entry, SqlCall call, SqlText text)
    {
        // Missing and unsendable arguments are told on their own.
        if (call.SignatureFor(text) is not { } signature)
            return null;
        if (!entry.Signatures.TryGetValue(signature, out var refusal))
            return $"These argument types were never verified ({Readable(signature)}): {Codes.Remedy}.";
        return refusal is null ? null : $"PostgreSQL refuses these argument types ({Readable(signature)}): {refusal}.";
    }

    private static string Readable(string signature) => signature.Length == 0 ? "none" : signature.Replace(";", ", ").Replace(":", ": ");

    private static IEnumerable<Finding> OfArguments(SqlCall call)
    {
        if (call.Texts.Count == 0)
            yield break;
        if (call.Args.Refusal is { } refusal)
        {
            yield return new Finding(Codes.ArgumentType, refusal, call.Args.Location ?? call.Location);
            yield break;
        }

        var used = new HashSet<string>(call.Texts.SelectMany(t => t.Text.Parameters), StringComparer.Ordinal);
        var known = call.Args.Members.Select(m => m.Name).ToList();
        foreach (var name in used.OrderBy(n => n, StringComparer.Ordinal))
        {
            if ((name == SqlCall.Tenant && !call.IsUnscoped) || known.Contains(name))
                continue;
            yield return new Finding(Codes.ArgumentMissing, Missing(name, known), call.Args.Location ?? call.Location);
        }

        foreach (var member in call.Args.Members)
        {
            if (member.Refusal is { } unsendable)
                yield return new Finding(Codes.ArgumentType, $"{member.Name}: {unsendable}", member.Location);
            else if (!used.Contains(member.Name))
                yield return new Finding(Codes.ArgumentUnused, $"No text of this call uses @{member.Name}: leave it out.", member.Location);
            if (known.Count(k => string.Equals(k, member.Name, StringComparison.OrdinalIgnoreCase)) > 1)
                yield return new Finding(
                    Codes.ArgumentType,
                    $"Two arguments are called {member.Name} but for case; the driver cannot tell them apart.",
                    member.Location
                );
        }
    }

    private static string Missing(string name, List<string> known)
    {
        if (name == SqlCall.Tenant)
            return "@tenant is bound only where a tenant has been entered: this statement runs before that.";
        if (string.Equals(name, SqlCall.Tenant, StringComparison.OrdinalIgnoreCase))
            return $"@{name} is not bound: the tenant is written @tenant.";
        var near = known.Find(k => string.Equals(k, name, StringComparison.OrdinalIgnoreCase));
        return near is null
            ? $"The statement needs @{name}, which args does not have."
            : $"The statement needs @{name}, args has {near}: write them alike.";
    }

    private static IEnumerable<Finding> OfRows(SnapshotEntry entry, SqlCall call)
    {
        // That it locks was asked of its text.
        if (call.Holds)
            yield break;

        if (!call.TakesRows)
        {
            if (entry.Kind == StatementKind.Rows)
                yield return new Finding(
                    Codes.RowsOrNone,
                    $"{entry.Name} answers rows that nobody takes: use Query or Defer, or leave out what returns them.",
                    call.Location
                );
            yield break;
        }

        if (entry.Kind != StatementKind.Rows)
        {
            yield return new Finding(
                Codes.RowsOrNone,
                $"{entry.Name} answers no rows: use Execute or Enqueue, or add returning.",
                call.Location
            );
            yield break;
        }

        if (call.Row is not { } row)
            yield break;
        if (row.Refusal is { } refusal)
        {
            yield return new Finding(Codes.ColumnType, refusal, row.Location);
            yield break;
        }

        if (row.Members.Count != entry.Columns.Count)
        {
            yield return new Finding(
                Codes.ColumnCount,
                row.IsScalar
                    ? $"{entry.Name} answers {entry.Columns.Count} columns and {row.Name} is one value."
                    : $"{entry.Name} answers {entry.Columns.Count} columns ({string.Join(", ", entry.Columns.Select(c => c.Name))}) and {row.Name} has {row.Members.Count} members.",
                row.Location
            );
            yield break;
        }

        if (!row.IsScalar && OrderProblem(entry, row) is { } order)
        {
            // Types and nulls of columns that stand in the wrong place say nothing.
            yield return new Finding(Codes.ColumnOrder, order, row.Location);
            yield break;
        }

        for (var i = 0; i < row.Members.Count; i++)
        {
            var (member, column) = (row.Members[i], entry.Columns[i]);
            var subject = row.IsScalar ? row.Name : $"{row.Name}.{member.Name}";
            if (!(column.IsEnum ? member.ReadsEnum : member.Reads.Contains(column.Pg)))
                yield return new Finding(
                    Codes.ColumnType,
                    $"Column {column.Name} is {column.Pg} and {subject} is {member.Type}{Better(column)}.",
                    row.Location
                );
            else if (column.IsNullable && !member.IsNullable)
                yield return new Finding(
                    Codes.ColumnNull,
                    $"Column {column.Name} can be null{Why(column)} and {subject} is {member.Type}: make it {member.Type}?, or coalesce.",
                    row.Location
                );
        }
    }

    private static string Better(SnapshotColumn column) =>
        (column.IsEnum ? "System.String" : TypeMap.ClrOf(column.Pg)) switch
        {
            { } clr => $": it reads into {clr}",
            null => ": no C# type reads it, cast it in the statement",
        };

    private static string Why(SnapshotColumn column) => column.Why is null ? "" : $" ({column.Why})";

    private static string? OrderProblem(SnapshotEntry entry, SqlRow row)
    {
        for (var i = 0; i < row.Members.Count; i++)
        {
            if (!IsSameName(row.Members[i].Name, entry.Columns[i].Name))
                return $"Column {i + 1} of {entry.Name} is {entry.Columns[i].Name} and member {i + 1} of {row.Name} is {row.Members[i].Name}: write them in one order, under one name.";
        }

        return null;
    }

    // As the reader of rows compares them: without underscores, whatever the case.
    private static bool IsSameName(string member, string column) =>
        string.Equals(member.Replace("_", ""), column.Replace("_", ""), StringComparison.OrdinalIgnoreCase);
}
