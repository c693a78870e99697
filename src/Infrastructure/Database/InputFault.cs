using System.Collections;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using PosCommerce.Application.Common;
using PosCommerce.Domain.Common;

namespace PosCommerce.Infrastructure.Database;

/// <summary>
/// A value that PostgreSQL does not take (class 22, "data exception") is the caller's where the request holds it: then it is
/// named. Validators refuse what is known to be wrong; this is for what they do not know yet.
/// </summary>
internal static class InputFault
{
    private const string DataException = "22";
    private const int MaximumDepth = 4;

    /// <summary>What to answer; null where the value is none of the request's, so that the fault is ours.</summary>
    /// <param name="args">What the statement that failed was given.</param>
    public static Error? Of(PostgresException failure, object? args, object? request)
    {
        if (!failure.SqlState.StartsWith(DataException, StringComparison.Ordinal) || args is null || request is null)
            return null;
        var isFigure = failure.SqlState == PostgresErrorCodes.NumericValueOutOfRange;
        List<object> sent =
        [
            .. args.GetType()
                .GetProperties()
                .SelectMany(p => Flat(p.GetValue(args), isFigure))
                .Where(v => isFigure ? v is short or int or long or decimal : v is string),
        ];
        var member =
            Members(request, "", MaximumDepth).Where(m => sent.Exists(v => IsOf(m.Value, v))).Select(m => m.Path).FirstOrDefault()
            ?? (!isFigure && request is IPaged { Cursor: not null } ? "cursor" : null);
        return member is null
            ? null
            : PipelineErrors.Invalid(
                new Dictionary<string, string[]>(StringComparer.Ordinal) { [member] = ["Holds a value that cannot be kept."] }
            );
    }

    // A sum of many figures is too large by none of them: what travels as a list is not looked into for those.
    private static IEnumerable<object> Flat(object? value, bool isFigure) =>
        value switch
        {
            null => [],
            string or ValueType => [value],
            IEnumerable list when !isFigure => list.OfType<object>(),
            _ => [],
        };

    // A search text travels within a pattern, everything else as it is.
    private static bool IsOf(object member, object sent) =>
        member is string { Length: > 0 } text
            ? sent is string whole && whole.Contains(text, StringComparison.Ordinal)
            : member.Equals(sent);

    private static IEnumerable<(string Path, object Value)> Members(object? value, string path, int depth)
    {
        switch (value)
        {
            case null:
                yield break;
            case string or ValueType:
                yield return (path, value);
                yield break;
            case IEnumerable list:
                var index = 0;
                foreach (var item in list)
                {
                    foreach (var member in depth == 0 ? [] : Members(item, $"{path}[{index}]", depth - 1))
                        yield return member;
                    index++;
                }

                yield break;
            default:
                foreach (var property in depth == 0 ? [] : value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
                {
                    var name = JsonNamingPolicy.CamelCase.ConvertName(property.Name);
                    foreach (var member in Members(property.GetValue(value), path.Length == 0 ? name : $"{path}.{name}", depth - 1))
                        yield return member;
                }

                yield break;
        }
    }
}
