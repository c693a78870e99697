using PosCommerce.Migrator;

namespace PosCommerce.SqlCheck;

/// <summary>
/// Tells what is going on: one changing line on a terminal, a line for each step elsewhere. Findings go to standard output, this to
/// standard error.
/// </summary>
internal sealed class Progress(TextWriter output, bool isTerminal) : IProgressSink
{
    private readonly Lock gate = new();
    private int written;

    public static Progress ForConsole() => new(Console.Error, !Console.IsErrorRedirected);

    public void Started(string step) => Show(step);

    public void Finished(string step, TimeSpan took) { }

    public void Note(string line) => Say(line);

    /// <summary>Statements done, of all.</summary>
    public void Verifying(int done, int all)
    {
        if (isTerminal)
            Show($"{done} of {all} statements");
    }

    /// <summary>A line that stays.</summary>
    public void Say(string line)
    {
        lock (gate)
        {
            Erase();
            output.WriteLine(line);
        }
    }

    /// <summary>Ends the changing line.</summary>
    public void Clear()
    {
        lock (gate)
            Erase();
    }

    private void Show(string line)
    {
        if (!isTerminal)
            return;
        lock (gate)
        {
            Erase();
            output.Write(line);
            written = line.Length;
        }
    }

    private void Erase()
    {
        if (written > 0)
            output.Write($"\r{new string(' ', written)}\r");
        written = 0;
    }
}
