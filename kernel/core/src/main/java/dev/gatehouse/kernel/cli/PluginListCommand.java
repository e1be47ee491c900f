package dev.gatehouse.kernel.cli;

import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.install.PluginPlaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/// Lists plugins.
@Command(
    name = "list",
    description = "Lists the plugins of a running gateway, or of the folders when none answers.",
    mixinStandardHelpOptions = true)
final class PluginListCommand implements Callable<Integer> {
  private static final List<String> HEAD = List.of("ID", "VERSION", "STATE", "EXTENSIONS", "FILE");

  @Mixin PluginArguments arguments = new PluginArguments();
  @Mixin AdminClient admin = new AdminClient();

  @Option(names = "--offline", description = "Looks at the folders and asks no gateway.")
  boolean offline;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (!offline) {
      AdminClient.Reply reply = admin.get("/admin/v1/plugins");
      if (reply.status() == 200) {
        print(ofGateway(reply.body()), reasons(reply.body()));
        return 0;
      }
      if (reply.status() != 0) {
        System.err.println(
            reply.body().path("detail").asString("The admin API answered " + reply.status() + "."));
        return 1;
      }
      System.err.println(
          "No gateway answers at " + admin.base() + "; this is what the folders hold.");
    }
    return arguments.run(PluginListCommand::ofFolders);
  }

  private static int ofFolders(PluginPlaces places, Path scratch) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    List<String> reasons = new ArrayList<>();
    for (PluginStatus plugin : places.look(scratch)) {
      rows.add(
          List.of(
              plugin.id(),
              plugin.version(),
              plugin.state(),
              plugin.extensions().stream()
                  .map(PluginStatus.ExtensionStatus::name)
                  .distinct()
                  .collect(Collectors.joining(", ")),
              plugin.file()));
      if (plugin.reason() != null) {
        reasons.add(plugin.id() + ": " + plugin.reason());
      }
    }
    print(rows, reasons);
    return 0;
  }

  private static List<List<String>> ofGateway(JsonNode plugins) {
    List<List<String>> rows = new ArrayList<>(List.of(HEAD));
    for (JsonNode plugin : plugins) {
      rows.add(
          List.of(
              text(plugin, "id"),
              text(plugin, "version"),
              text(plugin, "state"),
              plugin
                  .path("extensions")
                  .valueStream()
                  .map(extension -> text(extension, "name"))
                  .distinct()
                  .collect(Collectors.joining(", ")),
              text(plugin, "file")));
    }
    return rows;
  }

  private static List<String> reasons(JsonNode plugins) {
    return plugins
        .valueStream()
        .filter(plugin -> !text(plugin, "reason").isEmpty())
        .map(plugin -> text(plugin, "id") + ": " + text(plugin, "reason"))
        .toList();
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("");
  }

  private static void print(List<List<String>> rows, List<String> reasons) {
    PluginTexts.table(rows).forEach(System.out::println);
    if (!reasons.isEmpty()) {
      System.out.println();
      reasons.forEach(System.out::println);
    }
  }
}
