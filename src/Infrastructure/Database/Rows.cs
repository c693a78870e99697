using System.Data;
using System.Data.Common;
using Dapper;
using PosCommerce.SqlCheck;

namespace PosCommerce.Infrastructure.Database;

/// <summary>How rows become records: by position and snake_case name, through Dapper's generated parsers.</summary>
internal static class Rows
{
    static Rows()
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        SqlMapper.AddTypeHandler(new Instant());
        SqlMapper.AddTypeHandler(new Day());
        // It throws.
        foreach (var item in TypeMap.Rows.Where(row => row.ReadsArray).Select(row => Type.GetType(row.Clr, throwOnError: true)!))
            SqlMapper.AddTypeHandler(
                item.MakeArrayType(),
                (SqlMapper.ITypeHandler)Activator.CreateInstance(typeof(ArrayOf<>).MakeGenericType(item))!
            ); // Not a nullable type.
    }

    public static async Task<List<T>> ReadAsync<T>(DbDataReader reader, CancellationToken ct)
    {
        var rows = new List<T>();
        if (!await reader.ReadAsync(ct))
            return rows;
        // As object: asked for text itself, the library answers a parser that it cannot cast.
        var parse = reader.GetRowParser<object?>(typeof(T));
        do rows.Add((T)parse(reader)!); // Null only where T takes it: SQL022.
        while (await reader.ReadAsync(ct));
        return rows;
    }

    private sealed class Instant : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => new(DateTime.SpecifyKind((DateTime)value, DateTimeKind.Utc));

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) =>
            throw new NotSupportedException("Arguments go through TypedArgs.");
    }

    private sealed class Day : SqlMapper.TypeHandler<DateOnly>
    {
        public override DateOnly Parse(object value) => value is DateOnly day ? day : DateOnly.FromDateTime((DateTime)value);

        public override void SetValue(IDbDataParameter parameter, DateOnly value) =>
            throw new NotSupportedException("Arguments go through TypedArgs.");
    }

    private sealed class ArrayOf<T> : SqlMapper.TypeHandler<T[]>
    {
        public override T[] Parse(object value) => (T[])value;

        public override void SetValue(IDbDataParameter parameter, T[]? value) =>
            throw new NotSupportedException("Arguments go through TypedArgs.");
    }
}
