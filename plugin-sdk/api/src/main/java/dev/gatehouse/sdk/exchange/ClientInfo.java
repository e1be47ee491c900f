package dev.gatehouse.sdk.exchange;

import org.jspecify.annotations.Nullable;

/// What is known of the machine that called.
///
/// @param address its IP address as the connection shows it, without port
/// @param userAgent the `user-agent` field, or null
/// @param secure whether the connection uses TLS
public record ClientInfo(String address, @Nullable String userAgent, boolean secure) {}
