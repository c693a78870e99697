using NUnit.Framework;

// Fixtures work in databases of their own. Their tests take turns, so that one may count what another would change.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
