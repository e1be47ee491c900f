package dev.gatehouse.kernel;

import dev.gatehouse.kernel.admin.AdminApi;
import dev.gatehouse.kernel.config.ConfigProblem;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.pipeline.ContentReaders;
import dev.gatehouse.kernel.pipeline.Linker;
import dev.gatehouse.kernel.pipeline.SinkQueues;
import dev.gatehouse.kernel.plugin.ExtensionSchemas;
import dev.gatehouse.kernel.plugin.Generation;
import dev.gatehouse.kernel.plugin.GenerationHolder;
import dev.gatehouse.kernel.plugin.ReloadResult;
import dev.gatehouse.kernel.plugin.install.PluginPlaces;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// Looks at a configuration with the plugins that are there, without listening.
///
/// Plugins are made for it and closed again, so the options should name a data folder that no
/// running gateway uses.
public final class Inspection {
  private Inspection() {}

  /// Judges a configuration.
  ///
  /// @return everything that is wrong, and warnings
  public static List<ConfigProblem> problems(GatewayOptions options) {
    ConfigProblems problems = new ConfigProblems();
    GatewayConfig config = Startup.read(options, problems);
    if (config == null) {
      return problems.all();
    }
    // Loading judges the file once more: what it says too is said once.
    Set<ConfigProblem> all =
        new LinkedHashSet<>(loading(options, config, holder -> holder.reload().problems()));
    all.addAll(problems.all());
    return List.copyOf(all);
  }

  /// Says where plugins are and who is let in.
  ///
  /// @throws ConfigRefused when the configuration has errors
  public static PluginPlaces plugins(GatewayOptions options) {
    ConfigProblems problems = new ConfigProblems();
    GatewayConfig config = Startup.read(options, problems);
    if (config == null) {
      throw new ConfigRefused(problems.all());
    }
    GenerationHolder.Options holder = Startup.holderOptions(options, config);
    return new PluginPlaces(holder, holder.trust().with(config));
  }

  /// Returns the JSON Schema of the configuration file, as text.
  ///
  /// @throws ConfigRefused when the configuration has errors
  public static String schema(GatewayOptions options) {
    return of(options, generation -> ExtensionSchemas.of(generation).toPrettyString());
  }

  /// Returns the OpenAPI description of the admin API with what plugins add, as text.
  ///
  /// @throws ConfigRefused when the configuration has errors
  public static String adminApi(GatewayOptions options) {
    return of(options, generation -> AdminApi.description(generation).toPrettyString());
  }

  private static String of(GatewayOptions options, Function<Generation, String> question) {
    ConfigProblems problems = new ConfigProblems();
    GatewayConfig config = Startup.read(options, problems);
    if (config == null || problems.failed()) {
      throw new ConfigRefused(problems(options));
    }
    return loading(
        options,
        config,
        holder -> {
          ReloadResult loaded = holder.reload();
          if (!loaded.ok()) {
            throw new ConfigRefused(loaded.problems());
          }
          Generation generation = holder.acquire();
          try {
            return question.apply(generation);
          } finally {
            generation.release();
          }
        });
  }

  private static <T> T loading(
      GatewayOptions options, GatewayConfig config, Function<GenerationHolder, T> question) {
    SinkQueues queues = new SinkQueues();
    try (GenerationHolder holder =
        new GenerationHolder(
            Startup.holderOptions(options, config),
            new Linker(queues),
            new ContentReaders(List::of))) {
      return question.apply(holder);
    } finally {
      queues.close();
    }
  }
}
