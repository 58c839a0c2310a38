using VeoPS.Engine.Gateways;

namespace VeoPS.Input;

/// <summary>What is wrong with a row, gathered so that it is told together.</summary>
internal sealed class Faults : List<RequestFault>
{
    public void Add(string parameter, string rule, string? remedy = null) => Add(new RequestFault(parameter, rule, remedy));
}
