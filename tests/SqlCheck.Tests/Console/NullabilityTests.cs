using Npgsql;
using NUnit.Framework;
using PosCommerce.Testing;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>
/// What the tree says of nulls, compared with what PostgreSQL really answers: every case is executed over empty tables, over
/// rows that match, over rows that do not, and over nulls wherever they are allowed.
/// </summary>
public sealed class NullabilityTests
{
    // n: never null. ?: can be null, and a null is really seen. ~: counts as nullable although no null can be produced here.
    private static readonly (string Sql, string Nulls)[] Cases =
    [
        // Each column of each level asks for both of the level below: once each, this is done in no time; each time anew, never.
        (Nested(12, "select id as p, id as q from f.a"), "nn"),
        (Nested(12, "select id as p, x as q from f.a"), "??"),
        // What is found in one round must not stand in the next.
        ("with recursive r (p, q) as (select 1, 1 union select q, null::integer from r) select p, q from r", "??"),
        // Columns and joins.
        ("select id, x, n from f.a", "n?n"),
        ("select v from f.m", "n"),
        ("select m.v from f.a as a left join f.m as m on m.id = a.id", "?"),
        ("select a.id, b.y, a.x from f.a as a join f.b as b on b.a_id = a.id", "nn?"),
        ("select a.id, b.y, b.id from f.a as a left join f.b as b on b.a_id = a.id", "n??"),
        ("select a.id, b.y from f.a as a right join f.b as b on b.a_id = a.id", "?n"),
        ("select a.id, b.y from f.a as a full join f.b as b on b.a_id = a.id", "??"),
        ("select id from f.a full join f.b using (id)", "n"),
        ("select id, a.n, b.y from f.a as a full join f.b as b using (id)", "n??"),
        ("select x from (select x from f.a) as l full join (select y as x from f.b) as r using (x)", "?"),
        ("select id from f.a full join f.b using (id) full join f.c using (id)", "~"),
        ("select a.id, b.y from f.a as a cross join f.b as b", "nn"),
        ("select b.y from f.a as a left join f.b as b on b.a_id = a.id where b.y > 0", "n"),
        ("select b.y from f.a as a left join f.b as b on b.a_id = a.id where b.id is not null", "n"),
        ("select b.y, b.z from f.a as a left join f.b as b on b.a_id = a.id where b.z is not null", "nn"),
        ("select b.y from f.a as a left join f.b as b on b.a_id = a.id where b.y > 0 or a.id > 0", "?"),
        ("select b.y from f.a as a left join f.b as b on b.a_id = a.id where b.y > 0 or b.id > 0", "~"),
        ("select b.y from f.a as a left join f.b as b on b.a_id = a.id where not (b.y = 3)", "n"),
        ("select b.y from f.a as a left join f.b as b on b.a_id = a.id where coalesce(b.y, 0) = 0", "?"),
        ("select b.y from f.a as a left join f.b as b on b.a_id = a.id where b.y is null", "?"),
        ("select b.y from f.a as a left join f.b as b on b.a_id = a.id and b.y > 0", "?"),
        ("select a.id, b.y, c.w from f.a as a left join (f.b as b join f.c as c on c.b_id = b.id) on b.a_id = a.id", "n??"),
        ("select b.a_id from f.a as a left join (f.b as b join f.c as c on c.b_id = b.id and b.a_id > 0) on b.a_id = a.id", "?"),
        ("select b.y, c.w from f.a as a left join f.b as b on b.a_id = a.id left join f.c as c on c.b_id = b.id where c.w > 0", "nn"),
        ("select b.y, c.w from f.a as a left join f.b as b on b.a_id = a.id left join f.c as c on c.b_id = b.id where b.y > 0", "n?"),
        ("select b.y, c.w from f.a as a left join f.b as b on b.a_id = a.id left join f.c as c on true where c.w > 0", "?n"),
        ("select a.id, b.y from f.a as a full join f.b as b on b.a_id = a.id where a.id > 0", "n?"),
        ("select a.x from f.a as a join f.b as b on a.x = b.y", "n"),
        ("select a.x from f.a as a left join f.b as b on b.a_id = a.x", "?"),
        ("select s.x, s.id from f.b as b left join (select id, x from f.a where x is not null) as s on s.id = b.a_id", "??"),
        ("select s.x from (select id, x from f.a where x is not null) as s", "n"),
        // What WHERE proves.
        ("select x from f.a where x > 0", "n"),
        ("select x from f.a where x is not null", "n"),
        ("select x from f.a where x between 0 and 100", "n"),
        ("select x from f.a where x = any (array[1, 2, 10])", "n"),
        ("select x from f.a where x in (10, 20)", "n"),
        ("select x from f.a where x not in (1, 2)", "n"),
        ("select x from f.a where x <> all (array[]::integer[])", "?"),
        ("select x from f.a where x in (select y from f.b)", "n"),
        ("select x from f.a where x not in (select y from f.b where y < 0)", "?"),
        ("select x from f.a where x is distinct from 5", "?"),
        ("select x, id from f.a where (x, id) > (0, 0)", "nn"),
        ("select x from f.a where (id, x) > (0, 0)", "?"),
        ("select x from f.a where (x > 0) is true", "n"),
        ("select x from f.a where (x > 0) is not false", "?"),
        ("select x from f.a where (x > 0) is not unknown", "n"),
        ("select x from f.a where not (x is null)", "n"),
        ("select x from f.a where not (x > 5 and x < 3)", "n"),
        ("select x from f.a where not (x > 5 and id < 3)", "?"),
        ("select x from f.a where x::text <> ''", "n"),
        ("select x from f.a where abs(x) >= 0", "n"),
        ("select x from f.a where @p::integer is null or x > 0", "?"),
        ("select x from f.a group by x having max(x) > 0", "~"),
        // Sub-selects in FROM, CTE, LATERAL, views, sets, VALUES.
        ("with q as (select id, x from f.a) select id, x from q", "n?"),
        ("with q as (select id from f.a) select q.id from f.b as b left join q on q.id = b.a_id", "?"),
        ("with recursive r (k) as (select 1 union all select k + 1 from r where k < 3) select k from r", "n"),
        ("with recursive r (k) as (select 1 union all select nullif(k + 1, 3) from r where k < 3) select k from r", "?"),
        ("with m as (delete from f.b returning y, z) select y, z from m", "n?"),
        ("select a.id, s.y from f.a as a cross join lateral (select y from f.b where b.a_id = a.id limit 1) as s", "nn"),
        ("select a.id, s.y from f.a as a left join lateral (select y from f.b where b.a_id = a.id limit 1) as s on true", "n?"),
        ("select s.q from f.a as a cross join lateral (select a.x as q) as s", "?"),
        ("select s.q from f.a as a cross join lateral (select a.x as q) as s where a.x > 0", "n"),
        ("select id, x, y from f.v", "n??"),
        ("select v.id from f.b as b left join f.v as v on v.id = b.a_id", "?"),
        ("select id from f.a union select y from f.b", "n"),
        ("select id from f.a union all select null", "?"),
        ("select x from f.a intersect select y from f.b", "n"),
        ("select x from f.a except select y from f.b where y < 0", "?"),
        ("select y from f.b except select x from f.a", "n"),
        ("select a, b from (values (1, null), (2, 3)) as v (a, b)", "n?"),
        ("values (1, 'a'), (2, null)", "n?"),
        // What changes rows.
        ("insert into f.a (id, n) values (100, 'q') returning id, x, n", "n?n"),
        ("insert into f.a (id, n) select id + 100, 'q' from f.a returning id, x", "n?"),
        ("insert into f.a as t (id, n, x) values (1, 'q', 1) on conflict (id) do update set x = null returning t.x", "?"),
        ("update f.a set x = null where x is not null returning x", "?"),
        ("update f.a set n = 'z' where x is not null returning x, n", "nn"),
        ("update f.b as b set y = 1 from f.a as a where a.id = b.a_id returning b.y, a.x, b.a_id", "n?n"),
        ("update f.b as b set y = 1 from f.a as a left join f.c as c on c.id = a.id + 100 where a.id = b.a_id returning c.w", "?"),
        ("delete from f.b where a_id is not null returning a_id, z", "n?"),
        ("delete from f.b as b using f.a as a where a.id = b.a_id returning a.n, a.x, b.a_id", "n?n"),
        // Aggregates and windows.
        ("select count(*), count(x), sum(x) from f.a", "nn?"),
        ("select id, sum(id), max(x), string_agg(n, ',') from f.a group by id", "nn?n"),
        ("select sum(id) filter (where id > 1000) from f.a group by id", "?"),
        ("select id, array_agg(x) from f.a group by id", "nn"),
        ("select array_agg(x) from f.a", "?"),
        ("select id, n, count(*) from f.a group by rollup (id, n)", "??n"),
        ("select sum(id) from f.a having count(*) > 0", "~"),
        ("select stddev(id) from f.a group by id", "?"),
        (
            "select row_number() over (order by id), rank() over (order by id), ntile(2) over (order by id), count(*) over () from f.a",
            "nnnn"
        ),
        ("select lag(id) over (order by id), first_value(x) over (order by id), sum(id) over () from f.a", "??~"),
        // Expressions.
        ("select case when id > 1 then 1 end, case when id > 1 then 1 else 0 end, case when id > 0 then x else 0 end from f.a", "?n?"),
        ("select coalesce(x, 0), coalesce(x, null), greatest(x, id), least(x, null), nullif(id, 1) from f.a", "n?n??"),
        ("select x = 1, id = 1, x is null, x is distinct from 1, not (x = 1), x = 1 or id > 0 from f.a", "?nnn?~"),
        ("select x + 1, id + 1, -id, id::bigint, id::text, x::text, n || 'x', n || x::text from f.a", "?nnnn?n?"),
        (
            "select upper(n), length(n), substring(n from 1 for 1), substring(n from 'q+'), replace(n, 'a', 'b'), concat(n, null) from f.a",
            "nnn?nn"
        ),
        ("select exists (select from f.b), array(select x from f.a), (select count(*) from f.b), (select max(y) from f.b)", "nnn?"),
        ("select (select y from f.b where b.a_id = a.id limit 1), (select count(*) from f.b where b.a_id = a.id) from f.a as a", "?n"),
        (
            "select id in (select y from f.b), x in (select y from f.b), id in (select x from f.a), id not in (select x from f.a) from f.a",
            "n???"
        ),
        ("select id = any (array[1, 2]), x = any (array[1, 2]), id = any (array[9, null]), id in (1, 2) from f.a", "n??n"),
        ("select '{}'::jsonb -> 'a', '{}'::jsonb ->> 'a', '{}'::jsonb ? 'a', jsonb_build_object('a', null)", "??nn"),
        ("select now(), current_date, current_timestamp, gen_random_uuid(), date_trunc('day', now())", "nnnnn"),
        ("select extract(day from d), d - 1, extract(day from 'infinity'::timestamptz) from f.a", "???"),
        (
            "select to_char('infinity'::timestamptz, 'YYYY'), array_length(array[]::integer[], 1), lower(int4range(null, 1)), cardinality(array[1])",
            "???n"
        ),
        ("select null::integer, @p::integer, coalesce(@p::integer, 0), array[1, null], (array[1, 2])[3]", "??nn?"),
        ("select g from generate_series(1, 2) as g", "~"),
        ("select u from unnest(array[1, null]) as u", "?"),
        ("select u, o from unnest(array[1, null]) with ordinality as t (u, o)", "?n"),
        ("select unnest(array[1, null])", "?"),
        ("select true and null, true or null, id > 0 and x > 0 from f.a", "?~?"),
        ("select 'x' like n, n ~ 'a', x between 1 and 2, d = current_date from f.a", "nn??"),
        ("select distinct on (id) id, x from f.a order by id", "n?"),
        ("select e::text, e from f.k", "nn"),
    ];

    // Empty; every join finds a partner; none does; null wherever it may be.
    private static readonly string[] States =
    [
        "select 1",
        """
            insert into f.a values (1, 10, 'one', '2025-01-01'), (2, 20, 'two', '2025-01-02');
            insert into f.b values (1, 1, 10, 'z'), (2, 2, 20, 'z');
            insert into f.c values (1, 1, 5), (2, 2, 6);
            insert into f.m values (1, 1);
            insert into f.k values (1, 'good')
            """,
        """
            insert into f.a values (1, 10, 'one', '2025-01-01'), (2, 20, 'two', '2025-01-02');
            insert into f.b values (11, 91, 11, 'z'), (12, 92, 12, 'z');
            insert into f.c values (21, 93, 5)
            """,
        """
            insert into f.a values (1, null, 'one', null), (2, 20, 'two', null), (3, 3, 'three', '2025-01-01'), (4, null, 'four', null);
            insert into f.b values (1, 1, 3, null), (2, null, 20, null), (13, 3, 13, 'z');
            insert into f.c values (1, null, 5), (2, 13, 6)
            """,
    ];

    private const string Schema = """
        create schema f;
        create domain f.must as integer not null;
        create type f.kind as enum ('good', 'bad');
        create table f.a (id integer primary key, x integer, n text not null, d date);
        create table f.b (id integer primary key, a_id integer, y integer not null, z text);
        create table f.c (id integer primary key, b_id integer, w integer not null);
        create table f.m (id integer primary key, v f.must);
        create table f.k (id integer primary key, e f.kind not null);
        create view f.v as select a.id, a.x, b.y from f.a as a left join f.b as b on b.a_id = a.id;
        grant usage on schema f to poscommerce_migrator;
        grant all on all tables in schema f to poscommerce_migrator;
        """;

    private TestDatabase database = null!; // Made before the first test.
    private NpgsqlConnection connection = null!;
    private Verifier verifier = null!;

    private static IEnumerable<TestCaseData> Named => Cases.Select(c => new TestCaseData(c.Sql, c.Nulls).SetArgDisplayNames(c.Sql));

    [OneTimeSetUp]
    public async Task Make_the_fixture()
    {
        database = await (await TestCluster.GetAsync()).CreateEmptyAsync();
        connection = new NpgsqlConnection(database.Admin);
        await connection.OpenAsync();
        await connection.ExecuteAsync(Schema, default);
        await connection.ReloadTypesAsync();
        verifier = await Verifier.OpenAsync(database.Admin, new Exemptions(), readsTree: true, default);
    }

    [OneTimeTearDown]
    public async Task Drop_the_fixture()
    {
        await verifier.DisposeAsync();
        await connection.DisposeAsync();
        await database.DisposeAsync();
    }

    [Test]
    public void There_are_at_least_as_many_cases_as_the_model_had_when_it_was_tried() =>
        Assert.That(Cases, Has.Length.GreaterThanOrEqualTo(49));

    [TestCaseSource(nameof(Named))]
    public async Task The_tree_says_what_the_server_answers(string sql, string nulls)
    {
        var text = SqlText.Of(sql);
        var entry = await verifier.VerifyAsync(
            new Statement(Contexts.Migrator, "f.cs", "Sql", text, [Signature.Of(text.Parameters.Select(p => (p, "integer")))]),
            default
        );

        Assert.That(entry.Error, Is.Null, entry.Error?.Message);
        var verdict = string.Concat(entry.Columns.Select(column => column.IsNullable ? '?' : 'n'));
        Assert.That(
            verdict,
            Is.EqualTo(nulls.Replace('~', '?')),
            string.Join("; ", entry.Columns.Select(column => $"{column.Name}: {column.Why ?? "not null"}"))
        );

        var seen = await NullsSeenAsync(text, nulls.Length);
        for (var i = 0; i < nulls.Length; i++)
            Assert.That(
                seen[i],
                Is.EqualTo(nulls[i] == '?'),
                $"column {i + 1} of {nulls}: {(seen[i] ? "a null came" : "no null ever came")}"
            );
    }

    // The limit keeps the server from putting all levels into one.
    private static string Nested(int levels, string sql)
    {
        for (var level = 0; level < levels; level++)
            sql = $"select p + q as p, q - p as q from ({sql} limit 9) as below";
        return sql;
    }

    private async Task<bool[]> NullsSeenAsync(SqlText text, int columns)
    {
        var seen = new bool[columns];
        foreach (var state in States)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await connection.ExecuteAsync(state, default);
            foreach (var value in new object[] { DBNull.Value, 1 })
            {
                await transaction.SaveAsync("before");
                await using var batch = new NpgsqlBatch(connection);
                batch.BatchCommands.Add(new NpgsqlBatchCommand(text.Positional));
                foreach (var _ in text.Parameters)
                    batch.BatchCommands[0].Parameters.Add(new NpgsqlParameter { Value = value, DataTypeName = "integer" });
                await using (var reader = await batch.ExecuteReaderAsync())
                {
                    while (await reader.ReadAsync())
                    {
                        for (var i = 0; i < columns; i++)
                            seen[i] |= await reader.IsDBNullAsync(i);
                    }
                }

                await transaction.RollbackAsync("before");
            }
        }

        return seen;
    }
}
