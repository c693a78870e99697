extern alias infrastructure;

using System.Collections;
using System.Globalization;
using System.Reflection;
using infrastructure::PosCommerce.Infrastructure.Database;
using Npgsql;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.SqlCheck.Tests.Analyzer;

/// <summary>Every row of the one table of types, tried against PostgreSQL with the very code that sends and reads at run time.</summary>
[TestFixture]
internal sealed class TypeRowTests
{
    // A value of each type, and the text of the same value in PostgreSQL.
    private static readonly Dictionary<string, (object Value, string Text)> Samples = new(StringComparer.Ordinal)
    {
        ["System.Guid"] = (Guid.Parse("01890a5d-ac96-774b-bcce-b302099a8057"), "01890a5d-ac96-774b-bcce-b302099a8057"),
        ["System.String"] = ("\"word\"", "\"word\""),
        ["System.Boolean"] = (true, "true"),
        ["System.Int16"] = ((short)7, "7"),
        ["System.Int32"] = (70_000, "70000"),
        ["System.Int64"] = (7_000_000_000L, "7000000000"),
        ["System.Decimal"] = (1.250m, "1.250"),
        ["System.DateTimeOffset"] = (new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero), "2026-03-04 05:06:07+00"),
        ["System.DateOnly"] = (new DateOnly(2026, 3, 4), "2026-03-04"),
        ["System.Byte[]"] = (new byte[] { 1, 255 }, "\\x01ff"),
    };

    private NpgsqlDataSource dataSource = null!;
    private TestDatabase database = null!;

    private static IEnumerable<TypeRow> Rows => TypeMap.Rows;

    private static IEnumerable<TestCaseData> Reads => from row in Rows from read in row.Reads select new TestCaseData(row, read);

    private static IEnumerable<TestCaseData> ArrayReads =>
        from row in Rows
        where row.ReadsArray
        from read in row.Reads
        select new TestCaseData(row, read);

    [OneTimeSetUp]
    public async Task Start()
    {
        database = await (await TestCluster.GetAsync()).CreateEmptyAsync();
        dataSource = NpgsqlDataSource.Create(database.Admin + ";Timezone=UTC");
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await dataSource.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public void Every_row_has_a_sample() => Assert.That(Samples.Keys, Is.EquivalentTo(Rows.Select(r => r.Clr)));

    [TestCaseSource(nameof(Rows))]
    public async Task A_value_goes_out_as_its_wire_type(TypeRow row) =>
        Assert.That(await SendAsync(ArgsOf(TypeOf(row), Samples[row.Clr].Value)), Is.EqualTo((row.Wire, Samples[row.Clr].Text)));

    // Untyped, a null would let PostgreSQL guess, and guess differently than for a value.
    [TestCaseSource(nameof(Rows))]
    public async Task A_null_goes_out_as_its_wire_type(TypeRow row) =>
        Assert.That(await SendAsync(ArgsOf(Nullable(TypeOf(row)), null)), Is.EqualTo((row.Wire, (string?)null)));

    [TestCaseSource(nameof(Rows))]
    public async Task An_array_goes_out_as_an_array_of_its_wire_type(TypeRow row) =>
        Assert.That((await SendAsync(ArgsOf(TypeOf(row).MakeArrayType(), ArrayOf(row)))).Wire, Is.EqualTo(row.Wire + "[]"));

    [TestCaseSource(nameof(Rows))]
    public async Task A_null_array_goes_out_as_an_array_of_its_wire_type(TypeRow row) =>
        Assert.That(await SendAsync(ArgsOf(TypeOf(row).MakeArrayType(), null)), Is.EqualTo((row.Wire + "[]", (string?)null)));

    [TestCaseSource(nameof(Rows))]
    public async Task A_list_goes_out_as_an_array_of_its_wire_type(TypeRow row) =>
        Assert.That(
            (
                await SendAsync(
                    ArgsOf(
                        typeof(IReadOnlyList<>).MakeGenericType(TypeOf(row)),
                        Activator.CreateInstance(typeof(List<>).MakeGenericType(TypeOf(row)), ArrayOf(row))
                    )
                )
            ).Wire,
            Is.EqualTo(row.Wire + "[]")
        );

    [Test]
    public async Task A_time_with_an_offset_goes_out_as_the_instant_it_is()
    {
        var local = new DateTimeOffset(2026, 3, 4, 7, 6, 7, TimeSpan.FromHours(2));

        await Assert.MultipleAsync(async () =>
        {
            Assert.That((await SendAsync(ArgsOf(typeof(DateTimeOffset), local))).Text, Is.EqualTo("2026-03-04 05:06:07+00"));
            Assert.That(
                (await SendAsync(ArgsOf(typeof(DateTimeOffset[]), new[] { local }))).Text,
                Is.EqualTo("{\"2026-03-04 05:06:07+00\"}")
            );
        });
    }

    [Test]
    public async Task An_enum_goes_out_by_name_as_it_is_written_in_JSON()
    {
        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await SendAsync(ArgsOf(typeof(UriHostNameType), UriHostNameType.IPv4)), Is.EqualTo(("text", "iPv4")));
            Assert.That(await SendAsync(ArgsOf(typeof(DayOfWeek), DayOfWeek.Monday)), Is.EqualTo(("text", "monday")));
            Assert.That(await SendAsync(ArgsOf(typeof(DayOfWeek?), null)), Is.EqualTo(("text", (string?)null)));
            Assert.That(await SendAsync(ArgsOf(typeof(DayOfWeek[]), new[] { DayOfWeek.Monday })), Is.EqualTo(("text[]", "{monday}")));
            Assert.That(
                await SendAsync(ArgsOf(typeof(IReadOnlyList<DayOfWeek?>), new List<DayOfWeek?> { DayOfWeek.Monday, null })),
                Is.EqualTo(("text[]", "{monday,NULL}"))
            );
            Assert.That(async () => await SendAsync(ArgsOf(typeof(DayOfWeek), (DayOfWeek)7)), Throws.TypeOf<ArgumentOutOfRangeException>());
        });
    }

    [TestCaseSource(nameof(Reads))]
    public async Task A_value_is_read_from_each_of_its_types(TypeRow row, string pg)
    {
        var expected = Samples[row.Clr].Value;

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await ReadAsync(TypeOf(row), $"select {LiteralOf(row, pg)}"), Is.EqualTo(expected));
            Assert.That(await ReadAsync(Nullable(TypeOf(row)), $"select {LiteralOf(row, pg)}"), Is.EqualTo(expected));
            Assert.That(await ReadAsync(Nullable(TypeOf(row)), $"select null::{pg}"), Is.Null);
            Assert.That(
                await ReadAsync(RecordOf(TypeOf(row)), $"select {LiteralOf(row, pg)} as some_value"),
                Has.Property("SomeValue").EqualTo(expected)
            );
            Assert.That(
                await ReadAsync(RecordOf(Nullable(TypeOf(row))), $"select {LiteralOf(row, pg)} as some_value"),
                Has.Property("SomeValue").EqualTo(expected)
            );
            Assert.That(
                await ReadAsync(RecordOf(Nullable(TypeOf(row))), $"select null::{pg} as some_value"),
                Has.Property("SomeValue").Null
            );
        });
    }

    [TestCaseSource(nameof(ArrayReads))]
    public async Task An_array_is_read_from_arrays_of_each_of_its_types(TypeRow row, string pg)
    {
        var expected = ArrayOf(row);

        await Assert.MultipleAsync(async () =>
        {
            Assert.That(await ReadAsync(TypeOf(row).MakeArrayType(), $"select array[{LiteralOf(row, pg)}]"), Is.EqualTo(expected));
            Assert.That(
                await ReadAsync(RecordOf(TypeOf(row).MakeArrayType()), $"select array[{LiteralOf(row, pg)}] as some_value"),
                Has.Property("SomeValue").EqualTo(expected)
            );
            Assert.That(
                await ReadAsync(RecordOf(TypeOf(row).MakeArrayType()), $"select null::{pg}[] as some_value"),
                Has.Property("SomeValue").Null
            );
        });
    }

    [Test]
    public async Task An_enum_is_read_by_name_from_each_of_its_types()
    {
        foreach (var pg in TypeMap.EnumReads)
        {
            Assert.That(
                await ReadAsync(RecordOf(typeof(DayOfWeek)), $"select 'monday'::{Sized(pg)} as some_value"),
                Has.Property("SomeValue").EqualTo(DayOfWeek.Monday),
                pg
            );
            Assert.That(
                await ReadAsync(RecordOf(typeof(DayOfWeek?)), $"select 'monday'::{Sized(pg)} as some_value"),
                Has.Property("SomeValue").EqualTo(DayOfWeek.Monday),
                pg
            );
        }
    }

    [TestCase(typeof(DateTime))]
    [TestCase(typeof(double))]
    [TestCase(typeof(object))]
    [TestCase(typeof(int[,]))]
    [TestCase(typeof(Dictionary<string, int>))]
    public void What_is_not_in_the_table_is_not_sent(Type type) =>
        Assert.That(
            async () => await SendAsync(ArgsOf(type, null)),
            Throws.InnerException.TypeOf<NotSupportedException>().Or.TypeOf<NotSupportedException>()
        );

    private async Task<(string Wire, string? Text)> SendAsync(object args)
    {
        await using var command = dataSource.CreateCommand("select pg_typeof(@SomeValue)::text, @SomeValue::text");
        TypedArgs.Bind(command.Parameters, args);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetString(0), await reader.IsDBNullAsync(1) ? null : reader.GetString(1));
    }

    private async Task<object?> ReadAsync(Type type, string sql)
    {
        await using var command = dataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var read = typeof(infrastructure::PosCommerce.Infrastructure.Database.Rows)
            .GetMethod("ReadAsync", BindingFlags.Static | BindingFlags.Public)!
            .MakeGenericMethod(type);
        var rows = (Task)read.Invoke(null, [reader, CancellationToken.None])!;
        await rows;
        return ((IList)rows.GetType().GetProperty("Result")!.GetValue(rows)!)[0];
    }

    private static object ArgsOf(Type type, object? value) => Activator.CreateInstance(typeof(Args<>).MakeGenericType(type), value)!;

    private static Type RecordOf(Type type) => typeof(Read<>).MakeGenericType(type);

    private static Type TypeOf(TypeRow row) => Type.GetType(row.Clr, throwOnError: true)!;

    private static Type Nullable(Type type) => type.IsValueType ? typeof(Nullable<>).MakeGenericType(type) : type;

    private static Array ArrayOf(TypeRow row)
    {
        var array = Array.CreateInstance(TypeOf(row), 1);
        array.SetValue(Samples[row.Clr].Value, 0);
        return array;
    }

    // json keeps text as it is written, so the sample is a word of it.
    private static string LiteralOf(TypeRow row, string pg) =>
        string.Create(CultureInfo.InvariantCulture, $"'{Samples[row.Clr].Text}'::{Sized(pg)}");

    // Without a length, character is a single one.
    private static string Sized(string pg) => pg == "character" ? "character(6)" : pg;

    private sealed record Args<T>(T SomeValue);

    private sealed record Read<T>(T SomeValue);
}
