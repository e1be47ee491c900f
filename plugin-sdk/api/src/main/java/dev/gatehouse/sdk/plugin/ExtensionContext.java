package dev.gatehouse.sdk.plugin;

import dev.gatehouse.sdk.log.ContentReader;
import java.util.List;

/// Services for one instance of an extension.
public interface ExtensionContext extends PluginContext {
  /// Returns the instance's name: the key in the configuration or the extension's name.
  String instance();

  /// Returns the consumers of the configuration that this instance belongs to.
  List<ConfiguredConsumer> consumers();

  /// Returns a reader for the content of records.
  ContentReader contentReader();
}
