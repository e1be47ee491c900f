package dev.gatehouse.plugins.transform;

import dev.gatehouse.sdk.Option;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The configuration of the filter `transform`.
record TransformConfig(
    @Option(description = "The models whose exchanges are edited; empty for all.")
        List<String> models,
    @Option(description = "The operations whose exchanges are edited, such as chat; empty for all.")
        List<String> operations,
    @Option(description = "A system instruction that is put before the messages of a chat.")
        @Nullable String systemPrompt,
    @Option(description = "Edits of the request.") Edits request,
    @Option(description = "Edits of whole answers, and of the headers of streams.") Edits response,
    @Option(description = "Edits of the JSON of each event of a stream.") JsonEdits events) {

  /// Edits of headers and JSON.
  record Edits(
      @Option(description = "Header fields to set, whatever they were.")
          Map<String, String> setHeaders,
      @Option(description = "Header fields to add.") Map<String, String> addHeaders,
      @Option(description = "Header fields to take away.") List<String> removeHeaders,
      @Option(description = "Values to set, by JSON Pointer (RFC 6901).") Map<String, JsonNode> set,
      @Option(description = "Values to take away, by JSON Pointer.") List<String> remove,
      @Option(description = "Merged into the document (JSON Merge Patch, RFC 7396).")
          @Nullable JsonNode merge) {
    // Framing belongs to the connection, and credentials to authenticators and providers.
    private static final Set<String> FORBIDDEN =
        Set.of(
            "connection",
            "content-length",
            "transfer-encoding",
            "upgrade",
            "te",
            "trailer",
            "expect",
            "host",
            "authorization",
            "x-api-key",
            "api-key",
            "cookie",
            "set-cookie",
            "proxy-authorization");

    Edits {
      setHeaders.keySet().forEach(Edits::checkHeader);
      addHeaders.keySet().forEach(Edits::checkHeader);
      removeHeaders.forEach(Edits::checkHeader);
    }

    private static void checkHeader(String name) {
      if (!name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}")) {
        throw new IllegalArgumentException("\"" + name + "\" is no name of a header field");
      }
      if (FORBIDDEN.contains(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            name
                + " cannot be edited: framing belongs to the connection, credentials to authenticators and providers");
      }
    }

    JsonEdits json() {
      return new JsonEdits(set, remove, merge);
    }
  }

  /// Edits of a JSON document.
  record JsonEdits(
      @Option(description = "Values to set, by JSON Pointer (RFC 6901).") Map<String, JsonNode> set,
      @Option(description = "Values to take away, by JSON Pointer.") List<String> remove,
      @Option(description = "Merged into the document (JSON Merge Patch, RFC 7396).")
          @Nullable JsonNode merge) {
    JsonEdits {
      set.keySet().forEach(JsonEdits::checkPointer);
      remove.forEach(JsonEdits::checkPointer);
      if (merge != null && !(merge instanceof ObjectNode)) {
        throw new IllegalArgumentException("merge: expected names with values");
      }
    }

    private static void checkPointer(String pointer) {
      if (!pointer.matches("(/([^~/]|~[01])*)+")) {
        throw new IllegalArgumentException(
            "\"" + pointer + "\" is no JSON Pointer such as /messages/0/content");
      }
    }

    boolean none() {
      return set.isEmpty() && remove.isEmpty() && merge == null;
    }
  }
}
