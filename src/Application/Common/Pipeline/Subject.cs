using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>What an act was about: every id that request and result declare as a member named ...Id.</summary>
internal static class Subject
{
    private static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property)[]> Members = new();

    // Where something happened is seldom what it happened to.
    private static readonly HashSet<string> Places = new(StringComparer.Ordinal) { "storeId", "terminalId" };

    public static IReadOnlyDictionary<string, Guid> Of(object? request, object? result) =>
        new SortedDictionary<string, Guid>(
            Ids(request).Concat(Ids(result)).DistinctBy(id => id.Name, StringComparer.Ordinal).ToDictionary(id => id.Name, id => id.Id),
            StringComparer.Ordinal
        );

    /// <summary>The id that the act is mostly about: of what it made, else of what it names first.</summary>
    public static Guid? MainOf(object? request, object? result)
    {
        var ids = request is ICreates ? Ids(result).Concat(Ids(request)) : Ids(request).Concat(Ids(result));
        return ids.OrderBy(id => Places.Contains(id.Name)).Select(id => (Guid?)id.Id).FirstOrDefault();
    }

    private static List<(string Name, Guid Id)> Ids(object? source)
    {
        List<(string, Guid)> ids = [];
        foreach (var (name, property) in source is null ? [] : Members.GetOrAdd(source.GetType(), IdsOf))
        {
            if (property.GetValue(source) is Guid id)
                ids.Add((name, id));
        }

        return ids;
    }

    private static (string, PropertyInfo)[] IdsOf(Type type) =>
        [
            .. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p =>
                    p.Name.EndsWith("Id", StringComparison.Ordinal) && (p.PropertyType == typeof(Guid) || p.PropertyType == typeof(Guid?))
                )
                .Select(p => (JsonNamingPolicy.CamelCase.ConvertName(p.Name), p)),
        ];
}
