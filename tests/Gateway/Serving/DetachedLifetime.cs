using Microsoft.Extensions.Hosting;

namespace VeoPS.TestGateway;

/// <summary>Leaves signals to the process that the gateway lives in.</summary>
internal sealed class DetachedLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
