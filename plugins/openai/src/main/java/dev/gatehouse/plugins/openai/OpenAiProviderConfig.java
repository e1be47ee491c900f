package dev.gatehouse.plugins.openai;

import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How to reach an upstream that speaks the OpenAI API.
///
/// @param baseUrl what stands in place of the client's `/v1`, without the slash at its end
record OpenAiProviderConfig(
    @Option(
            description =
                "Where the API is, including its version: it stands in place of the client's /v1.",
            defaultValue = "https://api.openai.com/v1",
            examples = {"http://127.0.0.1:8000/v1"})
        URI baseUrl,
    @Option(
            description =
                "The key, sent as bearer token. Left out: none is sent, as local servers like it.",
            examples = {"${OPENAI_API_KEY}"})
        @Nullable Secret apiKey,
    @Option(description = "Sent as openai-organization.", advanced = true)
        @Nullable String organization,
    @Option(description = "Sent as openai-project.", advanced = true) @Nullable String project,
    @Option(
            description = "Further header fields of every request, such as a key of another name.",
            advanced = true)
        Map<String, Secret> headers,
    @Option(
            description =
                "Whether streams are asked for their usage (stream_options.include_usage) when the"
                    + " client does not ask itself; it is counted and hidden from that client.",
            defaultValue = "true")
        boolean requestUsage) {
  /// Checks the address and takes a slash at its end away.
  OpenAiProviderConfig {
    String scheme = baseUrl.getScheme();
    if (!("http".equals(scheme) || "https".equals(scheme)) || baseUrl.getHost() == null) {
      throw new IllegalArgumentException(
          "base-url has to be an absolute http or https address such as https://api.openai.com/v1");
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
    headers = Map.copyOf(headers);
  }
}
