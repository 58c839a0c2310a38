
namespace VeoPS.Input;

/// <summary>What is wrong with a row, gathered so that it is told together.</summary>
internal sealed class Faults : List<VeoFault>
{
    public void Add(string parameter, string rule, string? remedy = null) => Add(new VeoFault(parameter, rule, remedy));
}
