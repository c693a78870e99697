using DbUp.Engine.Transactions;
using Npgsql;

namespace PosCommerce.Migrator;

/// <summary>
/// Lets DbUp work on the connection that holds the advisory lock. On one of its own, the lock would be lost with the other
/// connection while a script still ran.
/// </summary>
internal sealed class SessionConnection(NpgsqlConnection connection)
    : DatabaseConnectionManager(new DelegateConnectionFactory(_ => connection))
{
    /// <summary>Not split: what the preprocessors made is one command.</summary>
    public override IEnumerable<string> SplitScriptIntoCommands(string scriptContents) => [scriptContents];
}
