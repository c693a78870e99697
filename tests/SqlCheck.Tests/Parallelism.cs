using NUnit.Framework;

// Fixtures work in folders and databases of their own, and none measures time.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
