package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.Inspection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the JSON Schema of the configuration file.
@Command(
    name = "schema",
    description =
        "Prints the JSON Schema of gatehouse.yaml with the plugins that are there, for editors.",
    mixinStandardHelpOptions = true)
final class SchemaCommand implements Callable<Integer> {
  @Mixin GatewayArguments arguments = new GatewayArguments();

  @Option(
      names = "--admin-api",
      description = "Prints the OpenAPI description of the admin API instead.")
  boolean adminApi;

  @Override
  public Integer call() throws IOException {
    Path scratch = Files.createTempDirectory("gatehouse-schema");
    try {
      arguments.data = scratch;
      GatewayOptions options = arguments.options(false);
      System.out.println(adminApi ? Inspection.adminApi(options) : Inspection.schema(options));
      return 0;
    } finally {
      ValidateCommand.delete(scratch);
    }
  }
}
