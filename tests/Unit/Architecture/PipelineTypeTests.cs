using System.Reflection;

namespace VeoPS.Tests.Architecture;

/// <summary>The types on the pipeline are classes that copy themselves, where a record would do it by itself.</summary>
public sealed class PipelineTypeTests
{
    public static TheoryData<Type> Copied => [.. typeof(VeoTask).Assembly.GetTypes().Where(type => CopyOf(type) is not null)];

    [Theory]
    [MemberData(nameof(Copied))]
    public void A_copy_has_every_property(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        object original = Activator.CreateInstance(type, nonPublic: true)!;
        PropertyInfo[] properties = [.. type.GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(property => property.SetMethod is not null)];
        foreach (PropertyInfo property in properties) property.SetValue(original, SampleOf(property.PropertyType));

        object copy = CopyOf(type)!.Invoke([original]);

        Assert.NotSame(original, copy);
        Assert.All(properties, property =>
        {
            Assert.NotNull(property.GetValue(original));
            Assert.Equal(property.GetValue(original), property.GetValue(copy));
        });
    }

    private static ConstructorInfo? CopyOf(Type type) => !type.IsClass || type.GetMethod("<Clone>$") is not null ? null
        : type.GetConstructor(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.ExactBinding, [type]);

    // Never the value that a property has of itself.
    private static object SampleOf(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "a sample";
        if (type == typeof(Uri)) return new Uri("https://sample.example");
        if (type == typeof(IReadOnlyDictionary<string, string>)) return new Dictionary<string, string> { ["a"] = "sample" };
        if (type == typeof(VeoRemedy)) return new VeoRemedy("Sample");
        if (type.IsValueType) return type == typeof(DateTime) ? DateTime.UnixEpoch : Convert(type);
        return type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .OrderBy(each => each.GetParameters().Length).Select(each => each.Invoke([.. each.GetParameters().Select(Argument)])).First();
    }

    private static object? Argument(ParameterInfo parameter)
        => parameter.ParameterType.IsGenericType ? Array.CreateInstance(parameter.ParameterType.GenericTypeArguments[0], 1) : null;

    private static object Convert(Type type) => type == typeof(TimeSpan) ? TimeSpan.FromSeconds(7)
        : System.Convert.ChangeType(1, type, System.Globalization.CultureInfo.InvariantCulture);
}
