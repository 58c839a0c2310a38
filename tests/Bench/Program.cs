using VeoPS.Bench;

BenchOptions options;
try
{
    options = BenchOptions.Parse(args);
}
catch (FormatException e)
{
    Console.Error.WriteLine(e.Message);
    return 2;
}

if (options.WantsHelp)
{
    Console.Write(BenchOptions.Help);
    return 0;
}

Scale.IsCheck = options.IsCheck;
await PowerShell.FindAsync();
using Workbench bench = new(options.ModulePath, options.Patience);
Report report = new() { Head = await Machine.DescribeAsync(bench.NewFolder(), options.ModulePath) };
foreach (BenchPart part in BenchParts.All.Where(part => options.Includes(part.Name)))
{
    Console.Error.WriteLine($"{part.Name} …");
    await part.RunAsync(bench, report);
}

if (bench.Quiet.Doubt is { } doubt) report.Note(doubt);
Console.Write(report.ToMarkdown());
return 0;
