using System.Globalization;
using System.Text.Json;

namespace VeoPS.TestGateway;

/// <summary>What the gateway was asked for when it runs alone.</summary>
internal sealed record CommandLine
{
    public static readonly string Help = $"""
        A loopback gateway that misbehaves on demand. It speaks {string.Join(", ", Enum.GetNames<Protocol>())}.

          --port N             listen there (a free port)
          --key K              the key that requests must carry (test-key)
          --polls N            the poll that finds a task ended (2)
          --render-seconds S   end tasks by the clock instead
          --render-spread S    seconds by which a task ends earlier or later, at most (0)
          --outcome O          success, failed, failedUpstream, noVideo, unknownStatus or neverEnds
          --videos N           videos in an Apikley task (1)
          --clip-bytes N       pad videos to this size
          --credits N          the balance (100)
          --real-status        Apikley and TokenBay refuse with HTTP 4xx instead of 200
          --media-elsewhere    serve files from the other origin
          --urls-as-text       Apikley's resultUrls as "[http://...]"
          --wrap-polls         polls of TokenBay and UniAll inside "data"
          --openai-videos      TokenBay's /v1/videos takes forms, and tells of tasks in OpenAI's words
          --flat               Vtrix takes parameters beside "model"
          --fault RULE         route:fault[:name=value,...], such as submit:429:every=5 or download:cutWithLength:first=1,bytes=2000
                               routes: any, submit, poll, download, upload, other
                               when: nth, first, after, every, oneIn with seed; whom: prompt, taskId
                               with: accepted, status, code, message, body, contentType, bytes, seconds, date, location, ignoreIfRange
          --exit-with-stdin    end when standard input does
          --help               this text

        """;

    public GatewayOptions Options { get; private set; } = new();

    public List<FaultSpec> Faults { get; } = [];

    public bool ExitWithStdin { get; private set; }

    public bool WantsHelp { get; private set; }

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="FormatException">One is not known, or its value cannot be read.</exception>
    public static CommandLine Parse(IEnumerable<string> arguments)
    {
        var line = new CommandLine();
        var rest = new Queue<string>(arguments);
        while (rest.TryDequeue(out string? name))
        {
            try
            {
                line.Read(name, () => rest.TryDequeue(out string? value) ? value : throw new FormatException("A value is missing."));
            }
            catch (Exception e) when (e is FormatException or OverflowException or ArgumentException or JsonException)
            {
                throw new FormatException($"{name}: {e.Message}", e);
            }
        }

        return line;
    }

    private void Read(string name, Func<string> next)
    {
        switch (name)
        {
            case "--fault":
                var fault = FaultSpec.ReadArgument(next());
                // What it lacks is to be said here, not once the gateway runs.
                fault.AddTo(new FaultPlan());
                Faults.Add(fault);
                break;
            case "--exit-with-stdin":
                ExitWithStdin = true;
                break;
            case "--help":
                WantsHelp = true;
                break;
            default:
                Options = ReadOption(name, next);
                break;
        }
    }

    private GatewayOptions ReadOption(string name, Func<string> next) => name switch
    {
        "--port" => Options with { Port = int.Parse(next(), CultureInfo.InvariantCulture) },
        "--key" => Options with { ApiKey = next() },
        "--polls" => Options with { PollsUntilDone = int.Parse(next(), CultureInfo.InvariantCulture) },
        "--render-seconds" => Options with { RenderTime = TimeSpan.FromSeconds(double.Parse(next(), CultureInfo.InvariantCulture)) },
        "--render-spread" => Options with { RenderSpread = TimeSpan.FromSeconds(double.Parse(next(), CultureInfo.InvariantCulture)) },
        "--outcome" => Options with { Outcome = Enum.Parse<Outcome>(next(), ignoreCase: true) },
        "--videos" => Options with { VideosPerTask = int.Parse(next(), CultureInfo.InvariantCulture) },
        "--clip-bytes" => Options with { ClipBytes = long.Parse(next(), CultureInfo.InvariantCulture) },
        "--credits" => Options with { Credits = decimal.Parse(next(), CultureInfo.InvariantCulture) },
        "--real-status" => Options with { RealStatusCodes = true },
        "--media-elsewhere" => Options with { MediaOnOtherOrigin = true },
        "--urls-as-text" => Options with { ResultUrlsAsText = true },
        "--flat" => Options with { FlatEnvelope = true },
        "--openai-videos" => Options with { OpenAiVideos = true },
        "--wrap-polls" => Options with { WrapPolls = true },
        _ => throw new FormatException("There is no such option; see --help."),
    };
}
