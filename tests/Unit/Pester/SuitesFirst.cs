using VeoPS.Tests.Pester;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(SuitesFirst))]

namespace VeoPS.Tests.Pester;

/// <summary>The suites take longest, and mostly in processes of their own: they start before all else.</summary>
public sealed class SuitesFirst : ITestCollectionOrderer
{
    /// <inheritdoc/>
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(
            each => each.TestCollectionDisplayName.Contains(nameof(PesterSuiteTests), StringComparison.Ordinal))];
}
