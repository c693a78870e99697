namespace PosCommerce.SqlCheck.Walls;

/// <summary>
/// Reads the text of a SECURITY DEFINER function: past row security, only its own conditions keep it to one tenant, and only
/// constants at every level let a distributed engine ask one place. PostgreSQL keeps no analysed tree of PL/pgSQL, so this
/// goes by words; what it does not understand it reports.
/// </summary>
internal static class DefinerBody
{
    /// <summary>The argument that says which tenant such a function is asked about.</summary>
    public const string Parameter = "for_tenant";

    private const string Tenant = "tenant_id";

    // Behind these words another statement begins, or another branch of one.
    private static readonly HashSet<string> Separating = new(StringComparer.Ordinal)
    {
        ";",
        "begin",
        "then",
        "else",
        "loop",
        "union",
        "except",
        "intersect",
    };

    private static readonly HashSet<string> Introducing = new(StringComparer.Ordinal) { "from", "join", "update", "into", "using", "," };

    // What may follow a table and is no alias of it.
    private static readonly HashSet<string> Following = new(StringComparer.Ordinal)
    {
        "on",
        "where",
        "join",
        "left",
        "right",
        "inner",
        "cross",
        "full",
        "natural",
        "using",
        "set",
        "order",
        "group",
        "limit",
        "for",
        "values",
        "returning",
        "select",
        "loop",
        "union",
    };

    /// <summary>What is wrong with a body, in words that follow the function's name.</summary>
    /// <param name="isDistributed">Does the table hold rows of tenants?</param>
    /// <param name="isTenantWide">It is about all tenants on purpose.</param>
    public static IEnumerable<string> Problems(string language, string body, Func<string, bool> isDistributed, bool isTenantWide = false)
    {
        var levels = LevelsOf(body);
        var tables = levels.SelectMany(level => TablesOf(level, isDistributed).Select(table => (Level: level, Table: table))).ToList();
        if (tables.Count > 0 && language != "plpgsql")
        {
            yield return $"reads {tables[0].Table.Name} in a function of language {language}: "
                + "a distributed engine plans only those of plpgsql with their arguments as constants";
        }

        var unnamed = tables
            .Where(t => !IsNamed(t.Level, t.Table.Alias, isOnly: tables.Count(other => other.Level == t.Level) == 1))
            .ToList();
        if (isTenantWide && unnamed.Count == 0)
            yield return "is listed as tenant-wide, and each of its levels names a tenant";
        foreach (var (_, table) in unnamed.Where(_ => !isTenantWide))
            yield return $"reads {table.Name} without its tenant: this query level needs \"{table.Alias}.{Tenant} = {Parameter}\"";
        if (RunsText(body))
            yield return "runs a text other than set local ...: nobody can read what that does";
    }

    /// <summary>The words between brackets, or of one statement, each without those of the levels inside it.</summary>
    private static List<List<string>> LevelsOf(string body)
    {
        var levels = new List<List<string>> { new() };
        var open = new Stack<(List<string> Level, int Cases)>();
        var (current, cases) = (levels[0], 0);
        foreach (var word in WordsOf(body))
        {
            if (word == "(")
            {
                open.Push((current, cases));
                (current, cases) = ([], 0);
                levels.Add(current);
            }
            else if (word == ")" && open.Count > 0)
            {
                (current, cases) = open.Pop();
            }
            else if (Separating.Contains(word) && (cases == 0 || word is not ("then" or "else")))
            {
                (current, cases) = ([], 0);
                levels.Add(current);
            }
            else
            {
                // THEN and ELSE of a CASE begin nothing.
                cases = word switch
                {
                    "case" => cases + 1,
                    "end" when cases > 0 => cases - 1,
                    _ => cases,
                };
                current.Add(word);
            }
        }

        return levels;
    }

    private static IEnumerable<(string Name, string Alias)> TablesOf(List<string> level, Func<string, bool> isDistributed)
    {
        for (var i = 1; i < level.Count; i++)
        {
            if (!Introducing.Contains(level[i - 1]) || !level[i].Contains('.', StringComparison.Ordinal) || !isDistributed(level[i]))
                continue;
            // What is inserted gets its tenant from the column's default or from VALUES.
            if (level[i - 1] == "into" && i > 1 && level[i - 2] == "insert")
                continue;
            var next = i + 1 < level.Count && level[i + 1] == "as" ? i + 2 : i + 1;
            var isCalled = next < level.Count && char.IsLetter(level[next][0]) && !Following.Contains(level[next]);
            yield return (level[i], isCalled ? level[next] : level[i][(level[i].IndexOf('.', StringComparison.Ordinal) + 1)..]);
        }
    }

    private static bool IsNamed(List<string> level, string alias, bool isOnly)
    {
        for (var i = 1; i + 2 < level.Count; i++)
        {
            var isComparison =
                level[i + 1] == "="
                && ((IsColumn(level[i]) && level[i + 2] == Parameter) || (level[i] == Parameter && IsColumn(level[i + 2])));
            // AND-ed with all the rest of its ON or WHERE.
            if (isComparison && level[i - 1] is ("where" or "and" or "on") && !ClauseAround(level, i).Contains("or"))
                return true;
        }

        return false;

        bool IsColumn(string word) => word == $"{alias}.{Tenant}" || (isOnly && word == Tenant);
    }

    private static List<string> ClauseAround(List<string> level, int at)
    {
        var start = level.FindLastIndex(at, word => word is "where" or "on");
        var end = level.FindIndex(
            at,
            word => word is not ("using" or "set" or "values" or "select" or "natural") && Following.Contains(word)
        );
        return level[Math.Max(0, start)..(end < 0 ? level.Count : end)];
    }

    private static bool RunsText(string body)
    {
        var tokens = Token
            .Read(body)
            .Where(token => token.Kind != TokenKind.Comment && !string.IsNullOrWhiteSpace(body.Substring(token.Start, token.Length)))
            .ToList();
        for (var i = 0; i < tokens.Count; i++)
        {
            var text = body.Substring(tokens[i].Start, tokens[i].Length);
            if (tokens[i].Kind != TokenKind.Code || !text.Contains("execute", StringComparison.OrdinalIgnoreCase))
                continue;
            var isSetting =
                text.TrimEnd().EndsWith("execute format(", StringComparison.OrdinalIgnoreCase)
                && text.IndexOf("execute", StringComparison.OrdinalIgnoreCase)
                    == text.LastIndexOf("execute", StringComparison.OrdinalIgnoreCase)
                && i + 1 < tokens.Count
                && body.AsSpan(tokens[i + 1].Start, tokens[i + 1].Length).StartsWith("'set local ", StringComparison.OrdinalIgnoreCase);
            if (!isSetting)
                return true;
        }

        return false;
    }

    private static IEnumerable<string> WordsOf(string body)
    {
        foreach (var token in Token.Read(body))
        {
            if (token.Kind == TokenKind.Literal)
                yield return "''";
            if (token.Kind is not (TokenKind.Code or TokenKind.QuotedName))
                continue;
            var end = token.Start + token.Length;
            for (var at = token.Start; at < end; )
            {
                var start = at;
                if (IsWordSign(body[at]))
                {
                    while (at < end && IsWordSign(body[at]))
                        at++;
                    yield return body[start..at].ToLowerInvariant();
                }
                else
                {
                    at++;
                    if (!char.IsWhiteSpace(body[start]))
                        yield return body[start].ToString();
                }
            }
        }
    }

    private static bool IsWordSign(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '"';
}
