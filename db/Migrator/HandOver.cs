using DbUp.Engine;

namespace PosCommerce.Migrator;

/// <summary>Gives what a script made to the owner role, in the script's own transaction: no login owns a table.</summary>
internal sealed class HandOver : IScriptPreprocessor
{
    // Schemas first: the new owner of a function must be allowed to create in its schema, and is so by owning it.
    internal const string Sql = $"""
        do $$
        declare
            made name;
        begin
            for made in select nspname from pg_namespace where nspowner = current_user::regrole loop
                execute format('alter schema %I owner to {Roles.Owner}', made);
            end loop;
            reassign owned by {Roles.Migrator} to {Roles.Owner};
        end
        $$
        """;

    public string Process(string contents) => $"{contents};\n{Sql}";
}
