using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;

namespace PosCommerce.Application.Common.Pipeline;

/// <summary>What an act was about: every id that request and result declare as a member named ...Id.</summary>
internal static class Subject
{
    private static readonly ConcurrentDictionary<Type, (string Name, PropertyInfo Property)[]> Members = new();

    public static IReadOnlyDictionary<string, Guid> Of(params ReadOnlySpan<object?> declaring)
    {
        var subject = new SortedDictionary<string, Guid>(StringComparer.Ordinal);
        foreach (var source in declaring)
        {
            if (source is null)
                continue;
            foreach (var (name, property) in Members.GetOrAdd(source.GetType(), IdsOf))
            {
                if (property.GetValue(source) is Guid id)
                    subject[name] = id;
            }
        }

        return subject;
    }

    private static (string, PropertyInfo)[] IdsOf(Type type) =>
        [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(p => p.Name.EndsWith("Id", StringComparison.Ordinal) && (p.PropertyType == typeof(Guid) || p.PropertyType == typeof(Guid?)))
            .Select(p => (JsonNamingPolicy.CamelCase.ConvertName(p.Name), p))];
}
