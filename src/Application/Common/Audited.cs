using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace PosCommerce.Application.Common;

/// <summary>
/// The members of a versioned resource whose values before and after a change the audit log keeps. Only what is listed is
/// kept, so that a new member cannot leak by being forgotten; never list a secret.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class AuditedAttribute(params string[] members) : Attribute
{
    public IReadOnlyList<string> Members { get; } = members;

    /// <summary>
    /// Members that tell who somebody is: the audit log keeps that they changed, and no value, so that nothing is left in it of whom is
    /// forgotten.
    /// </summary>
    public string[] Withheld { get; init; } = [];
}

/// <summary>What a change changed.</summary>
public static class Changes
{
    /// <summary>By member, the value before and after, as JSON; null when no audited member differs.</summary>
    public static JsonObject? Between<T>(T before, T after)
        where T : notnull
    {
        var audited =
            typeof(T).GetCustomAttribute<AuditedAttribute>()
            ?? throw new InvalidOperationException($"{typeof(T).Name} does not say which of its members the audit log may keep.");
        var (old, now) = (ToJson(before), ToJson(after));
        var changes = new JsonObject();
        foreach (var member in audited.Members.Select(JsonNamingPolicy.CamelCase.ConvertName))
        {
            if (!JsonNode.DeepEquals(old[member], now[member]))
                changes[member] = new JsonObject { ["before"] = old[member]?.DeepClone(), ["after"] = now[member]?.DeepClone() };
        }

        foreach (var member in audited.Withheld.Select(JsonNamingPolicy.CamelCase.ConvertName))
        {
            if (!JsonNode.DeepEquals(old[member], now[member]))
                changes[member] = new JsonObject { ["isWithheld"] = true };
        }

        return changes.Count == 0 ? null : changes;
    }

    // A record is an object.
    private static JsonObject ToJson<T>(T value) => JsonSerializer.SerializeToNode(value, Json.Options)!.AsObject();
}
