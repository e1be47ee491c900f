package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Prints the JSON Schema of the configuration file.
@Command(
    name = "schema",
    description =
        "Prints the JSON Schema of gatehouse.yaml with the plugins that are there, for editors.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  @Mixin GatewayArguments arguments = new GatewayArguments();

  @Override
  public Integer call() throws IOException {
    Path scratch = Files.createTempDirectory("gatehouse-schema");
    try {
      arguments.data = scratch;
      System.out.println(Gateway.schema(arguments.options(false)));
      return 0;
    } finally {
      ValidateCommand.delete(scratch);
    }
  }
}
