package dev.gatehouse.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.Extension;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Plugins that were compiled against the last release run with this SDK.
class SdkCompatibilityTest {
  /// Plugins call these and never implement them, so they may gain methods.
  private static final Set<String> PROVIDED_BY_KERNEL =
      Set.of(
          "dev.gatehouse.sdk.exchange.Exchange",
          "dev.gatehouse.sdk.exchange.Completion",
          "dev.gatehouse.sdk.log.ContentReader",
          "dev.gatehouse.sdk.plugin.ExtensionContext",
          "dev.gatehouse.sdk.plugin.PluginContext",
          "dev.gatehouse.sdk.plugin.PluginRegistry",
          "dev.gatehouse.sdk.plugin.PluginRegistry$Registration",
          "dev.gatehouse.sdk.route.Routing",
          "dev.gatehouse.sdk.stream.StreamSink");

  /// Sets that may grow, each for a reason that its documentation gives.
  private static final Map<String, String> MAY_GROW =
      Map.of(
          "dev.gatehouse.sdk.filter.Decision", "plugins make it, the kernel takes it apart",
          "dev.gatehouse.sdk.auth.AuthResult", "plugins make it, the kernel takes it apart",
          "dev.gatehouse.sdk.exchange.Outcome", "an unknown outcome is to be treated as a failure",
          "dev.gatehouse.sdk.ai.AiDelta$Kind", "an unknown kind is to be treated like OTHER",
          "dev.gatehouse.sdk.ai.Part$Kind", "an unknown kind is to be treated like OTHER");

  @TempDir Path folder;

  @Test
  void breaksNoPluginOfTheLastRelease() throws Exception {
    assertThat(new ApiGate(PROVIDED_BY_KERNEL).breaks(Baseline.sdk(), sdk()))
        .as("Changes of the SDK that break plugins compiled against %s", Baseline.sdk())
        .isEmpty();
  }

  @Test
  void addsNothingToWhatPluginsSwitchOver() throws Exception {
    Map<String, Set<String>> now = ClosedSets.of(sdk());
    List<String> grown = new ArrayList<>();
    ClosedSets.of(Baseline.sdk())
        .forEach((name, members) -> {
          Set<String> current = now.getOrDefault(name, members);
          if (!members.equals(current) && !MAY_GROW.containsKey(name)) {
            grown.add(name + ": " + members + " became " + current);
          }
        });

    assertThat(grown).as("Sealed types and enums that compiled plugins may switch over").isEmpty();
  }

  @Test
  void knowsTheSetsThatMayGrow() throws Exception {
    assertThat(ClosedSets.of(sdk())).containsKeys(MAY_GROW.keySet().toArray(String[]::new));
  }

  private Path sdk() throws IOException, URISyntaxException {
    Path origin =
        Path.of(Extension.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    return Files.isDirectory(origin) ? TinySdk.pack(origin, folder.resolve("sdk.jar")) : origin;
  }
}
