using System.Management.Automation;
using VeoPS.Engine.Gateways;

namespace VeoPS.Hosting;

/// <summary>The profiles that a pipeline has resolved, with their keys: its stages share them, so that a vault is asked once
/// for all.</summary>
internal sealed class PipelineProfiles
{
    // PowerShell begins all stages of a pipeline, one after the other on its thread, before the first gets an input.
    [ThreadStatic]
    private static PipelineProfiles? t_last;

    private readonly int _length;
    private int _position;
    private int _stages;
    private readonly HashSet<int> _positions = [];

    private PipelineProfiles(int length) => _length = length;

    /// <summary>The profiles by name. The reader locks it.</summary>
    public Dictionary<string, GatewayProfile> Resolved { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of the pipeline that a stage begins in. Only on the pipeline thread.</summary>
    public static PipelineProfiles Join(InvocationInfo stage)
    {
        bool isNext = t_last is { _stages: > 0 } last && last._length == stage.PipelineLength && last._position < stage.PipelinePosition;
        PipelineProfiles profiles = isNext ? t_last! : t_last = new PipelineProfiles(stage.PipelineLength);
        profiles._position = stage.PipelinePosition;
        profiles._positions.Add(stage.PipelinePosition);
        Interlocked.Increment(ref profiles._stages);
        return profiles;
    }

    /// <summary>True where the stage at a place of the pipeline, from 1, is one of ours. Only on the pipeline thread.</summary>
    public bool Has(int position) => _positions.Contains(position);

    /// <summary>A stage has ended. With the last of them the keys are forgotten.</summary>
    public void Leave()
    {
        if (Interlocked.Decrement(ref _stages) == 0) Interlocked.CompareExchange(ref t_last, null, this);
    }
}

/// <summary>No object, but a turn: a stage emits it so that the next one of ours carries its output. It never leaves our
/// stages.</summary>
internal sealed class PipelineTurn
{
    private PipelineTurn() { }

    public static PipelineTurn Instance { get; } = new();
}
