package dev.gatehouse.tck;

import dev.gatehouse.kernel.plugin.DescribedPlugin;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.testkit.PackedPlugin;
import java.util.List;
import java.util.ServiceLoader;

/// The plugins in the class path of the test that a trial needs besides the one that is tested: a
/// protocol for its clients to speak.
final class Companions {
  private Companions() {}

  /// Finds them.
  ///
  /// @throws AssertionError when no plugin speaks the protocol that trials use
  static List<PackedPlugin> of(Subject subject) {
    if (speaksOpenAi(subject.type())) {
      return List.of();
    }
    List<PackedPlugin> speaking =
        ServiceLoader.load(GatewayPlugin.class).stream()
            .map(ServiceLoader.Provider::type)
            .filter(type -> type != subject.type() && speaksOpenAi(type))
            .map(PackedPlugin::of)
            .toList();
    if (speaking.size() != 1) {
      throw new AssertionError(
          "The TCK's clients speak the OpenAI protocol, and "
              + speaking.size()
              + " plugins of the class path understand it. Add the dependency"
              + " dev.gatehouse:gatehouse-plugin-openai with scope test.");
    }
    return speaking;
  }

  private static boolean speaksOpenAi(Class<? extends GatewayPlugin> type) {
    try {
      return DescribedPlugin.of(type.getConstructor().newInstance()).extensions().stream()
          .anyMatch(each -> each.point().equals("client-protocol") && each.name().equals("openai"));
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new AssertionError(
          type.getName() + " needs a public constructor without parameters", e);
    }
  }
}
