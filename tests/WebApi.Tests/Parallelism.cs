using NUnit.Framework;

// Fixtures have an API and a database of their own. Those that measure time are marked, and run when nothing else does.
[assembly: Parallelizable(ParallelScope.Fixtures)]
[assembly: LevelOfParallelism(3)]
