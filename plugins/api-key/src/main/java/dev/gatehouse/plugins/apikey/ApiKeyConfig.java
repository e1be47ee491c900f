package dev.gatehouse.plugins.apikey;

import dev.gatehouse.sdk.Option;
import java.util.List;

/// The configuration of the authenticator `api-key`.
record ApiKeyConfig(
    @Option(
            description =
                "Header fields that may carry a key, besides `authorization: Bearer`. They are taken away before the"
                    + " request goes on.")
        List<String> headers) {
  private static final List<String> USUAL = List.of("x-api-key", "api-key");

  ApiKeyConfig {
    for (String name : headers) {
      if (!name.matches("[A-Za-z0-9-]{1,64}")) {
        throw new IllegalArgumentException(
            "headers: \"" + name + "\" is no name of a header field");
      }
    }
    headers = headers.isEmpty() ? USUAL : List.copyOf(headers);
  }
}
