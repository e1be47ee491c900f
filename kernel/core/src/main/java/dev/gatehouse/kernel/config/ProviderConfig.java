package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.ConfigNode.Mapping;

/// An upstream account.
///
/// @param name the key below `providers`
/// @param type the name of the provider extension
/// @param common what the kernel itself needs to know
/// @param settings what the extension is configured with
public record ProviderConfig(String name, String type, ProviderCommon common, Mapping settings) {}
