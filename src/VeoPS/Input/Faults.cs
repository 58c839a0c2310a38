
namespace VeoPS.Input;

/// <summary>The faults of a row, gathered so that they are told together.</summary>
internal sealed class Faults : List<VeoFault>
{
    public void Add(string parameter, string rule, string? remedy = null) => Add(new VeoFault(parameter, rule, remedy));
}
