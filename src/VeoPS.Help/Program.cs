// Makes the module's help from its pages: one XML file of the cmdlets' pages, and one text file for each about_ topic.
//   dotnet VeoPS.Help.dll <folder with the pages> <folder for the help> <name of the XML file> <manifest>

using VeoPS.Help;

if (args is not [string pages, string help, string xml, string manifest])
{
    Console.Error.WriteLine("VeoPS.Help <folder with the pages> <folder for the help> <name of the XML file> <manifest>");
    return 2;
}

try
{
    string[] all = [.. Directory.GetFiles(pages, "*.md").Order(StringComparer.Ordinal)];
    string[] topics = [.. all.Where(AboutText.IsTopic)];
    Directory.CreateDirectory(help);
    foreach (string stale in Directory.GetFiles(help)) File.Delete(stale);
    OnlineHelp online = OnlineHelp.Read(manifest);
    MamlWriter.Write(
        Path.Combine(help, xml),
        online,
        [.. all.Except(topics).Select(page => CmdletPageReader.Read(MarkdownPage.Read(page)))]);
    foreach (string topic in topics)
    {
        File.WriteAllText(
            Path.Combine(help, Path.GetFileNameWithoutExtension(topic) + ".help.txt"),
            AboutText.Of(MarkdownPage.Read(topic)));
    }

    return 0;
}
catch (PageException fault)
{
    // As compilers write it, so that the build shows it with its place.
    Console.Error.WriteLine($"{fault.Path}({fault.Line}): error HELP: {fault.Message}");
    return 1;
}
