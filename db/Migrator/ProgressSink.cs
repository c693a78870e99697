namespace PosCommerce.Migrator;

/// <summary>Hears what is being done, for a terminal, a log or nobody.</summary>
public interface IProgressSink
{
    void Started(string step);

    void Finished(string step, TimeSpan took);

    void Note(string line);
}

/// <summary>For callers who only want the result.</summary>
public sealed class Silence : IProgressSink
{
    public static Silence Instance { get; } = new();

    private Silence() { }

    public void Started(string step) { }

    public void Finished(string step, TimeSpan took) { }

    public void Note(string line) { }
}

/// <summary>One line for each step: for logs and for output that is redirected.</summary>
public sealed class PlainLines(TextWriter output) : IProgressSink
{
    public void Started(string step) { }

    public void Finished(string step, TimeSpan took) =>
        output.WriteLine(FormattableString.Invariant($"{step} ({took.TotalMilliseconds:0} ms)"));

    public void Note(string line) => output.WriteLine(line);
}
