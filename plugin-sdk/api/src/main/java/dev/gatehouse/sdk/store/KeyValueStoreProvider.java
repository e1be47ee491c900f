package dev.gatehouse.sdk.store;

import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;

/// Opens key-value stores, for instance on a server that several gateways share.
public interface KeyValueStoreProvider extends Extension {
  /// Where store providers plug in.
  ExtensionPoint<KeyValueStoreProvider> POINT =
      new ExtensionPoint<>("kv-store", KeyValueStoreProvider.class);

  /// Returns the store of a namespace.
  KeyValueStore open(String namespace) throws Exception;

  /// Returns whether other gateways see the same values.
  boolean shared();
}
