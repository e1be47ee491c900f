package dev.gatehouse.plugins.apikey;

import dev.gatehouse.tck.PluginTck;

class ApiKeyTckTest extends PluginTck<ApiKeyPlugin> {
  /// A consumer whose key is the one that the clients of the TCK send.
  @Override
  protected String configuration() {
    return """
    consumers:
      tck: { keys: [ "sha256:ad242d8da93b6ef141b592275cac1eb44b0a5f23b4dff16dee8d2c7b155fc025" ] }
    """;
  }
}
