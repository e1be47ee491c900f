package dev.gatehouse.tck;

import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The configuration of a gateway in which every extension of a plugin is used once.
final class TrialConfiguration {
  /// The model that exchanges ask for.
  static final String MODEL = "tck";

  private static final String UPSTREAM =
      "{ type: openai, base-url: \"${UPSTREAM}\", api-key: \"${TCK_SECRET}\" }";

  private final Map<String, String> settings;
  private final List<String> filters = new ArrayList<>();
  private final Map<String, String> providers = new TreeMap<>();
  private final Map<String, String> sections = new TreeMap<>();
  private String target = "tck-upstream";
  private String router = "";

  private TrialConfiguration(Map<String, String> settings) {
    this.settings = settings;
    providers.put(target, UPSTREAM);
  }

  /// Returns the configuration.
  ///
  /// @param settings what extensions are configured with, by their names, in YAML's flow style
  /// @param more further top-level keys
  static String of(
      List<ExtensionDescriptor> extensions, Map<String, String> settings, String more) {
    TrialConfiguration configuration = new TrialConfiguration(settings);
    extensions.forEach(configuration::use);
    return configuration.yaml() + more;
  }

  private void use(ExtensionDescriptor extension) {
    String name = extension.name();
    String own =
        settings.getOrDefault(extension.point() + " " + name, settings.getOrDefault(name, "{}"));
    if (extension.section()) {
      sections.put(name, own);
      return;
    }
    switch (extension.point()) {
      case "filter", "authenticator" -> filters.add("{ " + name + ": " + own + " }");
      case "provider" -> {
        if (!name.equals("openai")) {
          String inner = own.strip().substring(1, own.strip().length() - 1).strip();
          target = "tck-" + name;
          providers.put(target, "{ type: " + name + (inner.isEmpty() ? "" : ", " + inner) + " }");
        }
      }
      case "router" -> router = ", router: " + name;
      default -> {
        // Extensions of other points are sections, or used by name elsewhere.
      }
    }
  }

  private String yaml() {
    StringBuilder yaml = new StringBuilder("providers:\n");
    providers.forEach((name, provider) ->
        yaml.append("  ").append(name).append(": ").append(provider).append('\n'));
    yaml.append("models:\n  ")
        .append(MODEL)
        .append(": { targets: [ { provider: ")
        .append(target)
        .append(", model: m } ]")
        .append(router)
        .append(" }\n");
    if (!filters.isEmpty()) {
      yaml.append("filters: [ ").append(String.join(", ", filters)).append(" ]\n");
    }
    sections.forEach((name, own) -> {
      if (!own.equals("{}")) {
        yaml.append(name).append(": ").append(own).append('\n');
      }
    });
    return yaml.toString();
  }
}
