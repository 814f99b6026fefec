// Lets a .NET program that takes one file a run check many: its Main is called once for each line
// of standard input; then the program goes on with its own argument. The runtime runs
// StartupHook.Initialize before Main where DOTNET_STARTUP_HOOKS names the compiled file.
using System;
using System.Reflection;

class StartupHook
{
    public static void Initialize()
    {
        MethodInfo main = Assembly.GetEntryAssembly().EntryPoint;
        for (string file; (file = Console.In.ReadLine()) != null; )
            main.Invoke(null, new object[] { new[] { file } });
    }
}
