package dev.gatehouse.kernel.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Begins a plugin.
@Command(
    name = "new",
    description =
        "Writes a Maven project for a new plugin, with a test and the conformance suite; it builds without a network once Maven has what it needs.",
    mixinStandardHelpOptions = true)
final class PluginNewCommand implements Callable<Integer> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*");
  private static final int LONGEST = 50;

  @Parameters(
      paramLabel = "NAME",
      description = "The plugin's id, such as my-filter; also the name of the folder.")
  String name = "";

  @Option(
      names = "--kind",
      paramLabel = "KIND",
      description = "filter (the default), router, provider, sink or authenticator.")
  PluginProject.Kind kind = PluginProject.Kind.FILTER;

  @Option(names = "--in", paramLabel = "FOLDER", description = "Where to put it; here.")
  Path parent = Path.of("");

  @Override
  public Integer call() {
    if (!NAME.matcher(name).matches() || name.length() > LONGEST) {
      System.err.println(
          "A plugin's name is made of words of a-z and 0-9 joined by '-', such as my-filter.");
      return 2;
    }
    Path folder = parent.resolve(name);
    if (Files.exists(folder)) {
      System.err.println(folder + " exists already; nothing was written.");
      return 1;
    }
    Path home = Path.of(System.getProperty("gatehouse.home", "."));
    try {
      new PluginProject(name, kind, home).write(folder);
    } catch (IOException e) {
      System.err.println("The project cannot be written: " + e.getMessage());
      return 1;
    }
    System.out.println("Wrote " + kind.withArticle() + " into " + folder + ". Next:");
    System.out.println("  mvn -f " + folder + " verify");
    System.out.println("  gatehouse plugin install " + folder + "/target/" + name + "-1.0.0.jar");
    return 0;
  }
}
