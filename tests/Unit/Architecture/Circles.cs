namespace VeoPS.Tests.Architecture;

/// <summary>Finds the circles of a graph: its strongly connected components, by Tarjan's algorithm.</summary>
internal static class Circles
{
    /// <summary>Every component with more than one member.</summary>
    /// <param name="arrows">From one node to another.</param>
    public static IReadOnlyList<IReadOnlyList<string>> Of(IEnumerable<(string From, string To)> arrows)
    {
        ILookup<string, string> next = arrows.Distinct().ToLookup(arrow => arrow.From, arrow => arrow.To, StringComparer.Ordinal);
        Dictionary<string, int> order = new(StringComparer.Ordinal);
        Dictionary<string, int> lowest = new(StringComparer.Ordinal);
        HashSet<string> open = new(StringComparer.Ordinal);
        Stack<string> path = [];
        List<IReadOnlyList<string>> found = [];
        foreach (IGrouping<string, string> node in next)
        {
            if (!order.ContainsKey(node.Key)) Visit(node.Key);
        }

        return found;

        void Visit(string node)
        {
            order[node] = lowest[node] = order.Count;
            path.Push(node);
            open.Add(node);
            foreach (string each in next[node])
            {
                if (!order.TryGetValue(each, out int met))
                {
                    Visit(each);
                    lowest[node] = Math.Min(lowest[node], lowest[each]);
                }
                else if (open.Contains(each))
                {
                    lowest[node] = Math.Min(lowest[node], met);
                }
            }

            if (lowest[node] != order[node]) return;
            List<string> circle = [];
            do
            {
                circle.Add(path.Pop());
                open.Remove(circle[^1]);
            }
            while (circle[^1] != node);
            if (circle.Count > 1) found.Add(circle);
        }
    }
}
