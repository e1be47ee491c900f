package dev.gatehouse.sdk.plugin;

import dev.gatehouse.sdk.Extension;

/// Makes an instance of an extension.
///
/// @param <C> the configuration record
/// @param <E> the kind of extension
@FunctionalInterface
public interface ExtensionFactory<C, E extends Extension> {
  /// Makes an instance.
  ///
  /// @param config checked; each constraint holds and each default is filled in
  /// @throws Exception when the instance cannot be made; the message is reported with the place of
  ///   the configuration, and the running generation stays
  E create(C config, ExtensionContext context) throws Exception;
}
