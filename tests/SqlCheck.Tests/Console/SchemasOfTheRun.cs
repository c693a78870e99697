using NUnit.Framework;

namespace PosCommerce.SqlCheck.Tests.Console;

/// <summary>A server that was given outlives the run: what was kept on it goes with the run.</summary>
[SetUpFixture]
public sealed class SchemasOfTheRun
{
    [OneTimeTearDown]
    public async Task Drop_them() => await Sample.Schemas.DisposeAsync();
}
