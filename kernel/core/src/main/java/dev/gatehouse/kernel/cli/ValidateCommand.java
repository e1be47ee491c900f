package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.Inspection;
import dev.gatehouse.kernel.config.ConfigProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// Judges a configuration without starting anything.
@Command(
    name = "validate",
    description =
        "Checks a configuration with the plugins that are there; exit code 1 when it has errors.",
    mixinStandardHelpOptions = true)
final class ValidateCommand implements Callable<Integer> {
  @Mixin GatewayArguments arguments = new GatewayArguments();

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The configuration; the same as --config.")
  @Nullable Path file;

  @Override
  public Integer call() throws IOException {
    // Plugins are made for the check, so they get a data folder of their own: the real one may be
    // in use.
    Path scratch = Files.createTempDirectory("gatehouse-validate");
    try {
      arguments.data = scratch;
      if (file != null) {
        arguments.config = file;
      }
      GatewayOptions options = arguments.options(false);
      List<ConfigProblem> problems = Inspection.problems(options);
      problems.forEach(System.out::println);
      boolean failed =
          problems.stream().anyMatch(p -> p.severity() == ConfigProblem.Severity.ERROR);
      System.out.println(options.source().name() + (failed ? " has errors." : " is valid."));
      return failed ? 1 : 0;
    } finally {
      delete(scratch);
    }
  }

  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
