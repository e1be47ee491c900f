package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to reach an upstream that speaks the Anthropic API.
///
/// @param baseUrl what stands in place of the client's `/v1`, without the slash at its end
/// @param version sent as `anthropic-version` when the client names none
/// @param defaultMaxTokens tokens; for clients of other protocols that set no limit
record AnthropicProviderConfig(
    @Option(
            description =
                "Where the API is, including its version: it stands in place of the client's /v1.",
            defaultValue = "https://api.anthropic.com/v1",
            examples = {"http://127.0.0.1:8000/v1"})
        URI baseUrl,
    @Option(
            description = "The key, sent as x-api-key. Left out: none is sent.",
            examples = {"${ANTHROPIC_API_KEY}"})
        @Nullable Secret apiKey,
    @Option(
            description =
                "Sent as anthropic-version when the client names none, as clients of other"
                    + " protocols never do.",
            defaultValue = "2023-06-01",
            advanced = true)
        String version,
    @Option(
            description =
                "The most tokens of an answer when a client of another protocol sets no limit;"
                    + " this API insists on one.",
            defaultValue = "4096",
            advanced = true)
        int defaultMaxTokens,
    @Option(
            description = "Further header fields of every request, such as a key of another name.",
            advanced = true)
        Map<String, Secret> headers) {
  /// Checks the values and takes a slash at the end of the address away.
  AnthropicProviderConfig {
    String scheme = baseUrl.getScheme();
    if (!("http".equals(scheme) || "https".equals(scheme)) || baseUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "base-url has to be an absolute http or https address such as"
              + " https://api.anthropic.com/v1");
    }
    if (baseUrl.getRawQuery() != null
        || baseUrl.getRawFragment() != null
        || baseUrl.getRawUserInfo() != null) {
      throw new IllegalArgumentException(
          "base-url has no user, query or fragment; put credentials into api-key or headers");
    }
    String text = baseUrl.toString();
    if (text.endsWith("/")) {
      baseUrl = URI.create(text.substring(0, text.length() - 1));
    }
    if (version.isBlank()) {
      throw new IllegalArgumentException("version is a date such as 2023-06-01, got an empty one");
    }
    if (defaultMaxTokens < 1) {
      throw new IllegalArgumentException(
          "default-max-tokens has to be 1 or more, got " + defaultMaxTokens);
    }
    headers = Map.copyOf(headers);
  }
}
