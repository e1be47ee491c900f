package ${package};

import dev.gatehouse.tck.PluginTck;
import java.util.Map;

/// What every plugin has to keep to.
class ${className}TckTest extends PluginTck<${className}Plugin> {
  @Override
  protected Map<String, String> settings() {
    return Map.of("${artifactId}", "{ token: tck-key-of-the-client }");
  }
}
