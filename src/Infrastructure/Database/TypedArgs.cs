using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using Npgsql;
using PosCommerce.SqlCheck;

namespace PosCommerce.Infrastructure.Database;

/// <summary>
/// The only way arguments reach the driver: each goes out with the PostgreSQL type of its <em>declared</em> C# type,
/// value or null, so that a null cannot change how PostgreSQL reads a statement.
/// </summary>
internal static class TypedArgs
{
    /// <summary>C# type to PostgreSQL type, from the table by which statements were verified.</summary>
    private static readonly Dictionary<Type, string> Wire = TypeMap.Rows.ToDictionary(
        row => Type.GetType(row.Clr, throwOnError: true)!,
        row => row.Wire
    ); // It throws.

    private static readonly ConcurrentDictionary<Type, Member[]> Members = new();

    public static void Bind(NpgsqlParameterCollection parameters, object args)
    {
        foreach (var member in Members.GetOrAdd(args.GetType(), MembersOf))
            parameters.Add(
                new NpgsqlParameter(member.Name, member.Send(member.Property.GetValue(args))) { DataTypeName = member.DataTypeName }
            );
    }

    private static Member[] MembersOf(Type type) => [.. type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(MemberOf)];

    private static Member MemberOf(PropertyInfo property)
    {
        if (string.Equals(property.Name, "tenant", StringComparison.OrdinalIgnoreCase))
            throw new NotSupportedException("@tenant is bound by Db alone.");

        var declared = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        if (WireOf(declared) is { } scalar)
            return new Member(property.Name, property, scalar, SendScalar);
        if (ElementOf(declared) is { } element && WireOf(Nullable.GetUnderlyingType(element) ?? element) is { } item)
            return new Member(property.Name, property, item + "[]", value => SendArray(value, element));
        throw new NotSupportedException($"{property.DeclaringType?.Name}.{property.Name}: a {declared.Name} cannot be sent to PostgreSQL.");
    }

    private static string? WireOf(Type type) => type.IsEnum ? TypeMap.EnumWire : Wire.GetValueOrDefault(type);

    private static Type? ElementOf(Type declared)
    {
        if (declared.IsArray)
            return declared.IsSZArray ? declared.GetElementType() : null;
        var enumerables = declared
            .GetInterfaces()
            .Append(declared)
            .Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>))
            .ToList();
        return enumerables is [var only] ? only.GetGenericArguments()[0] : null;
    }

    private static object SendScalar(object? value) => Sent(value) ?? DBNull.Value;

    private static object? Sent(object? value) =>
        value switch
        {
            // timestamptz holds an instant, not an offset; the driver takes only UTC.
            DateTimeOffset time => time.ToUniversalTime(),
            Enum name => JsonNamingPolicy.CamelCase.ConvertName(
                Enum.GetName(name.GetType(), name) ?? throw new ArgumentOutOfRangeException(nameof(value), name, "Not a member.")
            ),
            _ => value,
        };

    private static object SendArray(object? value, Type element)
    {
        if (value is null)
            return DBNull.Value;
        var isEnum = (Nullable.GetUnderlyingType(element) ?? element).IsEnum;
        if (value is Array && !isEnum && element != typeof(DateTimeOffset) && element != typeof(DateTimeOffset?))
            return value;
        var items = ((IEnumerable)value).Cast<object?>().ToArray();
        var array = Array.CreateInstance(isEnum ? typeof(string) : element, items.Length);
        for (var i = 0; i < items.Length; i++)
            array.SetValue(Sent(items[i]), i);
        return array;
    }

    private sealed record Member(string Name, PropertyInfo Property, string DataTypeName, Func<object?, object> Send);
}
