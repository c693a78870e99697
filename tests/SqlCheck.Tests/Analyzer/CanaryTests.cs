using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Analyzer;

/// <summary>One bad statement for each code, found at the right place.</summary>
public sealed class CanaryTests
{
    private const string Sql = "select c.name from sales.customer as c where c.tenant_id = @tenant and c.id = @Id";

    private static readonly SnapshotEntry Known = Canary.Rows(Sql, Canary.Column("name", "text")) with
    {
        Parameters = [new SnapshotParameter("tenant", "uuid"), new SnapshotParameter("Id", "uuid")],
        Signatures = new Dictionary<string, string?> { ["Id:uuid;tenant:uuid"] = null },
    };

    [Test]
    public Task A_statement_that_agrees_is_clean() =>
        Canary
            .Of(Known)
            .Handler(
                $$"""
                private const string Sql = "{{Sql}}";
                public Task Go(Guid id) => db.QueryAsync<string>(Sql, new { Id = id });
                """
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public Task SQL001_marks_a_statement_that_nobody_verified() =>
        Canary
            .Of(Known)
            .Handler(
                """
                private const string Sql = {|SQL001:"select 1"|};
                public Task Go() => db.QueryAsync<int>(Sql);
                """
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public async Task SQL001_refuses_SQL_in_a_project_without_a_context()
    {
        var found = await Canary
            .Of(Known)
            .InProject("src/WebApi")
            .Handler(
                $$"""
                private const string Sql = "{{Sql}}";
                public Task Go(Guid id) => {|SQL001:db.QueryAsync<string>(Sql, new { Id = id })|};
                """
            )
            .FindsWhatIsMarkedAsync();

        Assert.That(found[0].GetMessage(), Does.Contain("src/Application/<context>"));
    }

    [Test]
    public async Task SQL003_marks_the_exact_word_in_a_raw_string()
    {
        var refused = new SnapshotEntry
        {
            File = Canary.File,
            Name = "Sql",
            Id = SqlText.Of("select c.id,\n       c.title\n  from sales.customer as c").Identity,
            Error = new SnapshotError("42703", "column c.title does not exist", new Span(20, 7)),
        };

        var found = await Canary
            .Of(refused)
            .Handler(
                """"
                private const string Sql =
                    """
                    select c.id,
                           {|SQL003:c.title|}
                      from sales.customer as c
                    """;
                public Task Go() => db.QueryAsync<int>(Sql);
                """"
            )
            .FindsWhatIsMarkedAsync();

        Assert.That(found[0].GetMessage(), Is.EqualTo("column c.title does not exist [42703]; correct it, then run ./build.sh sql."));
    }

    [TestCase("\"select 1{|SQL003:;|} delete from sales.sale\"", TestName = "SQL003_marks_a_second_statement")]
    [TestCase("\"select {|SQL003::Id|}\"", TestName = "SQL003_marks_a_parameter_with_a_colon")]
    [TestCase("\"select {|SQL003:$1|}\"", TestName = "SQL003_marks_a_numbered_parameter")]
    [TestCase("\"select {|SQL003:'open|}\"", TestName = "SQL003_marks_a_string_without_end")]
    public Task SQL003_marks_what_the_driver_would_misread(string literal) =>
        Canary.Of().Handler($"public Task Go() => db.QueryAsync<int>({literal}, new {{ Id = 1 }});").FindsWhatIsMarkedAsync();

    [TestCase(
        "public Task Go(string sort) => db.QueryAsync<string>(\"select 1 order by \" + {|SQL004:sort|});",
        TestName = "SQL004_marks_a_concatenated_value"
    )]
    [TestCase(
        "public Task Go(string sort) => db.QueryAsync<string>($\"select 1 order by {{|SQL004:sort|}}\");",
        TestName = "SQL004_marks_an_interpolated_value"
    )]
    [TestCase(
        "public Task Go(string sql) => db.QueryAsync<string>({|SQL004:sql|});",
        TestName = "SQL004_marks_a_parameter_without_the_attribute"
    )]
    [TestCase(
        "private readonly string sql = \"select 1\"; public Task Go() => db.QueryAsync<string>({|SQL004:sql|});",
        TestName = "SQL004_marks_a_field_that_is_no_constant"
    )]
    [TestCase(
        "public Task Go() { var sql = \"select 1\"; sql += \"2\"; return db.QueryAsync<int>({|SQL004:sql|}); }",
        TestName = "SQL004_marks_a_local_that_changes"
    )]
    [TestCase(
        "public Task Go() => db.QueryAsync<int>({|SQL004:string.Format(\"select {0}\", 1)|});",
        TestName = "SQL004_marks_a_formatted_text"
    )]
    [TestCase("public Task Go() => db.QueryAsync<int>($\"select {|SQL004:{1:N0}|}\");", TestName = "SQL004_marks_a_format")]
    [TestCase(
        "public Task Go() { Func<string, object?, IQueued> f = {|SQL004:db.Enqueue|}; return Task.CompletedTask; }",
        TestName = "SQL004_marks_a_method_handed_on"
    )]
    [TestCase(
        "public Task Go() { dynamic any = db; {|SQL004:any.Enqueue(\"select 1\")|}; return Task.CompletedTask; }",
        TestName = "SQL004_marks_a_dynamic_call"
    )]
    public Task SQL004_marks_what_is_no_finite_set(string members) => Canary.Of().Handler(members).FindsWhatIsMarkedAsync();

    [Test]
    public async Task SQL010_marks_the_args_that_lack_one()
    {
        var found = await Canary
            .Of(Known)
            .Handler(
                $$"""
                private const string Sql = "{{Sql}}";
                public Task Go(Guid id) => db.QueryAsync<string>(Sql, {|SQL010:new { {|SQL011:id|} }|});
                """
            )
            .FindsWhatIsMarkedAsync();

        Assert.That(
            found.Single(d => d.Id == "SQL010").GetMessage(),
            Is.EqualTo("The statement needs @Id, args has id: write them alike.")
        );
    }

    [Test]
    public Task SQL010_marks_the_call_when_there_are_no_args() =>
        Canary
            .Of(Known)
            .Handler(
                $$"""
                private const string Sql = "{{Sql}}";
                public Task Go() => {|SQL010:db.QueryAsync<string>(Sql)|};
                """
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public Task SQL011_marks_an_argument_that_no_text_uses() =>
        Canary
            .Of(Known)
            .Handler(
                $$"""
                private const string Sql = "{{Sql}}";
                public Task Go(Guid id) => db.QueryAsync<string>(Sql, new { Id = id, {|SQL011:Other = 1|} });
                """
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public Task An_argument_that_one_of_several_texts_uses_is_no_SQL011() =>
        Canary
            .Of(Known, Canary.Rows("select 'all'", Canary.Column("?column?", "text")))
            .Handler(
                $$"""
                private const string Sql = "{{Sql}}";
                public Task Go(Guid? id) => db.QueryAsync<string>(id is null ? "select 'all'" : Sql, new { Id = id });
                """
            )
            .FindsWhatIsMarkedAsync();

    [TestCase("{|SQL012:Id = DateTime.Now|}", "use DateTimeOffset")]
    [TestCase("{|SQL012:Id = 1.5|}", "use decimal")]
    [TestCase("{|SQL012:Id = new object()|}", "cannot be sent")]
    public async Task SQL012_marks_what_cannot_be_sent(string member, string advice)
    {
        var found = await Canary
            .Of(Known)
            .Handler(
                $$"""
                private const string Sql = "{{Sql}}";
                public Task Go() => db.QueryAsync<string>(Sql, new { {{member}} });
                """
            )
            .FindsWhatIsMarkedAsync();

        Assert.That(found[0].GetMessage(), Does.Contain(advice));
    }

    [Test]
    public async Task SQL012_marks_types_that_were_never_verified()
    {
        var found = await Canary
            .Of(Known)
            .Handler(
                $$"""
                private const string Sql = "{{Sql}}";
                public Task Go() => db.QueryAsync<string>(Sql, {|SQL012:new { Id = "text" }|});
                """
            )
            .FindsWhatIsMarkedAsync();

        Assert.That(
            found[0].GetMessage(),
            Is.EqualTo("These argument types were never verified (Id: text, tenant: uuid): run ./build.sh sql.")
        );
    }

    [Test]
    public async Task SQL012_marks_types_that_PostgreSQL_refuses()
    {
        var refused = Known with
        {
            Signatures = new Dictionary<string, string?> { ["Id:text;tenant:uuid"] = "operator does not exist: uuid = text [42883]" },
        };

        var found = await Canary
            .Of(refused)
            .Handler(
                $$"""
                private const string Sql = "{{Sql}}";
                public Task Go() => db.QueryAsync<string>(Sql, {|SQL012:new { Id = "text" }|});
                """
            )
            .FindsWhatIsMarkedAsync();

        Assert.That(found[0].GetMessage(), Does.Contain("operator does not exist: uuid = text [42883]"));
    }

    [TestCase("object args", "{|SQL012:args|}", TestName = "SQL012_marks_args_of_unknown_shape")]
    [TestCase("Open args", "{|SQL012:args|}", TestName = "SQL012_marks_args_that_others_may_derive_from")]
    [TestCase("Closed? args", "{|SQL012:args|}", TestName = "SQL012_marks_args_that_can_be_null")]
    [TestCase("Guid tenant", "new { Id = tenant, {|SQL012:tenant|} }", TestName = "SQL012_marks_a_tenant_in_args")]
    public Task SQL012_marks_args_that_nobody_knows(string parameter, string args) =>
        Canary
            .Of(Known)
            .Handler(
                $$"""
                internal class Open { public Guid Id { get; init; } }
                internal sealed record Closed(Guid Id);
                private const string Sql = "{{Sql}}";
                public Task Go({{parameter}}) => db.QueryAsync<string>(Sql, {{args}});
                """
            )
            .FindsWhatIsMarkedAsync();

    [TestCase("{|SQL020:Row|}", "record Row(string Name, int More)", TestName = "SQL020_marks_a_missing_column")]
    [TestCase("{|SQL021:Row|}", "record Row(int Name)", TestName = "SQL021_marks_another_type")]
    [TestCase("{|SQL021:Row|}", "record Row(IReadOnlyList<string> Name)", TestName = "SQL021_marks_a_type_that_nothing_is_read_into")]
    [TestCase("{|SQL021:Row|}", "record struct Row(string Name)", TestName = "SQL021_marks_a_struct")]
    [TestCase(
        "{|SQL021:Row|}",
        "class Row { public string Name { get; init; } = \"\"; }",
        TestName = "SQL021_marks_a_class_without_constructor"
    )]
    [TestCase("{|SQL023:Row|}", "record Row(string Title)", TestName = "SQL023_marks_another_name")]
    [TestCase("{|SQL021:Guid|}", "record Row", TestName = "SQL021_marks_a_value_of_another_type")]
    [TestCase("{|SQL021:DayOfWeek|}", "record Row", TestName = "SQL021_marks_an_enum_that_is_the_whole_row")]
    public Task SQL02x_marks_the_row_type(string type, string declaration) =>
        Canary
            .Of(Known)
            .Handler(
                $$"""
                private {{declaration.Replace(
                    "record ",
                    declaration.Contains("struct", StringComparison.Ordinal) ? "record " : "sealed record ",
                    StringComparison.Ordinal
                )}}{{(declaration.EndsWith('}') ? "" : ";")}}
                private const string Sql = "{{Sql}}";
                public Task Go(Guid id) => db.QueryAsync<{{type}}>(Sql, new { Id = id });
                """
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public async Task SQL022_says_why_a_column_can_be_null()
    {
        var outer = Known with { Columns = [Canary.Column("name", "text", isNullable: true, "outer join of c")] };

        var found = await Canary
            .Of(outer)
            .Handler(
                $$"""
                private sealed record Row(string Name);
                private const string Sql = "{{Sql}}";
                public Task Go(Guid id) => db.QueryAsync<{|SQL022:Row|}>(Sql, new { Id = id });
                public Task Fine(Guid id) => db.QueryAsync<string?>(Sql, new { Id = id });
                """
            )
            .FindsWhatIsMarkedAsync();

        Assert.That(
            found[0].GetMessage(),
            Is.EqualTo("Column name can be null (outer join of c) and Row.Name is string: make it string?, or coalesce.")
        );
    }

    [Test]
    public Task SQL023_marks_members_in_another_order() =>
        Canary
            .Of(
                Canary.Rows(
                    "select 1 as first_one, 2 as second_one",
                    Canary.Column("first_one", "integer"),
                    Canary.Column("second_one", "integer")
                )
            )
            .Handler(
                """
                private sealed record Right(int FirstOne, int SecondOne);
                private sealed record Wrong(int SecondOne, int FirstOne);
                private const string Sql = "select 1 as first_one, 2 as second_one";
                public Task Go() => db.QueryAsync<Right>(Sql);
                public Task Crossed() => db.QueryAsync<{|SQL023:Wrong|}>(Sql);
                """
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public Task SQL024_marks_rows_that_nobody_takes_and_rows_that_never_come() =>
        Canary
            .Of(Canary.Rows("select 1", Canary.Column("?column?", "integer")), Canary.NoRows("delete from sales.note"))
            .Handler(
                """
                public void Rows() => {|SQL024:db.Enqueue("select 1")|};
                public Task None() => {|SQL024:db.QueryAsync<int>("delete from sales.note")|};
                public Task Fine() => db.ExecuteAsync("delete from sales.note");
                """
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public Task SQL024_marks_rows_that_are_thrown_away_and_locks_that_hold_nothing() =>
        Canary
            .Of(
                Canary.Rows("select sale_id from sales.sale for update", Canary.Column("sale_id", "uuid")),
                Canary.Rows("select sale_id from sales.sale for no key update", Canary.Column("sale_id", "uuid")),
                Canary.Rows("select true as is_held from pg_advisory_xact_lock_shared(1)", Canary.Column("is_held", "boolean")),
                Canary.Rows("select 'for the update' as text", Canary.Column("text", "text")),
                Canary.Rows("select sales.sweep() as swept", Canary.Column("swept", "integer"))
            )
            .Handler(
                """
                public void Held() => db.Lock("select sale_id from sales.sale for update");
                public void HeldFromOthers() { db.Lock("select sale_id from sales.sale for no key update"); }
                public void HeldByAgreement() => db.Lock("select true as is_held from pg_advisory_xact_lock_shared(1)");
                public void HoldsNothing() => db.Lock({|SQL024:"select 'for the update' as text"|});
                public void Thrown() { {|SQL024:db.Defer<Guid>("select sale_id from sales.sale for update")|}; }
                public async Task ThrownLater() { await {|SQL024:db.QueryAsync<Guid>("select sale_id from sales.sale for update")|}; }
                public Task CalledForItsEffect() => Ignore(); private async Task Ignore() { await db.QueryAsync<int>("select sales.sweep() as swept"); }
                public Deferred<Guid> Taken() => db.Defer<Guid>("select sale_id from sales.sale for update");
                public async Task<int> Counted() => (await db.QueryAsync<Guid>("select sale_id from sales.sale for update")).Count;
                """
            )
            .FindsWhatIsMarkedAsync();

    [TestCase("SQL030")]
    [TestCase("SQL032")]
    [TestCase("SQL033")]
    [TestCase("SQL040")]
    public async Task What_the_console_found_stands_at_the_word(string code)
    {
        var issue = Canary.NoRows("delete from sales.note") with
        {
            Issues = [new SnapshotIssue(code, "Something is wrong.", new Span(12, 10))],
        };

        var found = await Canary
            .Of(issue)
            .Handler(
                $$"""
                public Task Go() => db.ExecuteAsync("delete from {|{{code}}:sales.note|}");
                """
            )
            .FindsWhatIsMarkedAsync();

        Assert.That(found[0].GetMessage(), Is.EqualTo("Something is wrong. Correct it, then run ./build.sh sql."));
    }

    [TestCase("\"select {|SQL090:set_config|}('app.tenant_id', 'x', true)\"")]
    [TestCase("\"select query('{|SQL090:SET LOCAL app.|}tenant_id = 1')\"")]
    [TestCase("\"update {|SQL090:pg_settings|} set setting = 'x'\"")]
    public Task SQL090_marks_settings(string literal)
    {
        var sql = literal.Trim('"').Replace("{|SQL090:", "", StringComparison.Ordinal).Replace("|}", "", StringComparison.Ordinal);
        return Canary.Of(Canary.NoRows(sql)).Handler($"public Task Go() => db.ExecuteAsync({literal});").FindsWhatIsMarkedAsync();
    }

    [TestCase("{|SQL090:\"begin\"|}")]
    [TestCase("{|SQL090:\"commit\"|}")]
    public Task SQL090_marks_transactions_that_a_context_makes_itself(string literal) =>
        Canary.Of().Handler($"public Task Go() => db.ExecuteAsync({literal});").FindsWhatIsMarkedAsync();

    [Test]
    public Task SQL090_marks_the_driver_outside_its_door() =>
        Canary
            .Of()
            .Source(
                """
                internal sealed class Sneaky(System.Data.Common.DbDataSource source)
                {
                    public void Go()
                    {
                        using var command = {|SQL090:source.CreateCommand("select 1")|};
                        {|SQL090:command.CommandText|} = "select 2";
                        {|SQL090:command.ExecuteNonQuery()|};
                    }
                }
                """
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public Task SQL090_marks_the_import_of_the_driver() =>
        Canary
            .Of()
            .Source("using {|SQL090:System.Data.Common|};\nusing Command = {|SQL090:System.Data.Common.DbCommand|};")
            .FindsWhatIsMarkedAsync();

    [Test]
    public Task SQL090_lets_the_kernel_use_the_driver_with_verified_texts_only() =>
        Canary
            .Of()
            .InProject("src/Infrastructure")
            .Source(
                """
                internal sealed class Kernel(System.Data.Common.DbDataSource source)
                {
                    public object Verified([Sql] string sql) => source.CreateCommand(sql);
                    public object Unverified(string sql) => source.CreateCommand({|SQL090:sql|});
                    public object Literally() => source.CreateCommand({|SQL090:"select 1"|});
                    public void Later(System.Data.Common.DbCommand command, string sql) => command.CommandText = {|SQL090:sql|};
                    public void More(System.Data.Common.DbCommand command, [Sql] string sql) => {|SQL090:command.CommandText|} += sql;
                    public int Read(System.Data.Common.DbCommand command) => command.CommandText.Length;
                }
                """,
                "src/Infrastructure/Database/Kernel.cs"
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public Task SQL090_stands_in_the_rest_of_the_infrastructure() =>
        Canary
            .Of()
            .InProject("src/Infrastructure")
            .Source(
                """
                internal sealed class Adapter(System.Data.Common.DbDataSource source)
                {
                    public object Go([Sql] string sql) => {|SQL090:source.CreateCommand(sql)|};
                }
                """,
                "src/Infrastructure/Contexts/Adapter.cs"
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public async Task A_text_of_another_file_is_marked_there_and_names_its_call()
    {
        var found = await Canary
            .Of(Known)
            .Source(
                "internal static class Elsewhere { public const string Sql = {|SQL001:\"select 1\"|}; }",
                "src/Application/Sales/Elsewhere.cs"
            )
            .Handler("public Task Go() => db.QueryAsync<int>(Elsewhere.Sql);")
            .FindsWhatIsMarkedAsync();

        Assert.That(found[0].AdditionalLocations[0].SourceTree!.FilePath, Does.EndWith("Canary.cs"));
    }

    [Test]
    public Task No_place_of_a_call_is_overlooked() =>
        Canary
            .Of()
            .Source(
                """
                internal class Plain([Sql] string sql, object? args) { public string Text => sql + args; }
                internal sealed class Called : Plain { public Called() : base({|SQL001:"select 1"|}, null) { } }
                internal sealed class Based() : Plain({|SQL001:"select 2"|}, null);
                internal sealed class Places(IDb? db)
                {
                    private static readonly Plain Field = new({|SQL001:"select 3"|}, null);
                    private Plain Property { get; } = new Plain({|SQL001:"select 4"|}, null);
                    public void Conditional() => db?.Enqueue({|SQL001:"select 5"|});
                    public void Named() => db?.Enqueue(args: null, sql: {|SQL001:"select 6"|});
                    public Action Lambda() => () => db?.Enqueue({|SQL001:"select 7"|});
                    public void Local() { void Inner() => db?.Enqueue({|SQL001:"select 8"|}); Inner(); }
                    public IEnumerable<Plain> Iterator() { yield return new({|SQL001:"select 9"|}, null); }
                }
                """
            )
            .FindsWhatIsMarkedAsync();

    [Test]
    public Task Generated_code_is_no_way_around() =>
        Canary
            .Of()
            .Without(Snapshot.PathOf("sales", Canary.File))
            .Knowing("sales", Canary.NoRows("select 1") with { File = "src/Application/Sales/Canary.g.cs" })
            .Source(
                """
                // <auto-generated/>
                internal sealed class Handler(IDb db)
                {
                    public Task Go() => db.ExecuteAsync({|SQL001:"delete from sales.sale"|});
                }
                """,
                "src/Application/Sales/Canary.g.cs"
            )
            .FindsWhatIsMarkedAsync();
}
