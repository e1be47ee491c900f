package dev.gatehouse.kernel.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.config.ConfigNode.Mapping;
import dev.gatehouse.kernel.config.ConfigNode.Scalar;
import dev.gatehouse.kernel.config.ConfigNode.Sequence;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;

/// Names a configuration by its content: the same keys and values in another order or layout have
/// the same hash.
final class ConfigHash {
  private ConfigHash() {}

  static String of(ConfigNode root) {
    StringBuilder canonical = new StringBuilder(1024);
    write(root, canonical);
    return hash(canonical);
  }

  /// Names what is bound from a node: references count as what they stand for now, and so does the
  /// order of keys, which is that of a map in a record.
  static String ofBound(ConfigNode node, References references) {
    StringBuilder exact = new StringBuilder(256);
    writeBound(node, references, exact);
    return hash(exact);
  }

  private static void writeBound(ConfigNode node, References references, StringBuilder out) {
    switch (node) {
      case Mapping mapping -> {
        out.append('{');
        mapping
            .entries()
            .forEach((key, value) -> {
              text(key, out);
              writeBound(value, references, out);
            });
        out.append('}');
      }
      case Sequence sequence -> {
        out.append('[');
        sequence.items().forEach(item -> writeBound(item, references, out));
        out.append(']');
      }
      case Scalar scalar -> {
        out.append(scalar.kind());
        text(resolved(scalar.text(), references), out);
      }
    }
  }

  private static String resolved(String text, References references) {
    try {
      return references.resolve(text);
    } catch (IllegalArgumentException e) {
      // Binding tells of it.
      return text;
    }
  }

  private static String hash(StringBuilder text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.toString().getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void write(ConfigNode node, StringBuilder out) {
    switch (node) {
      case Mapping mapping -> {
        out.append('{');
        new TreeMap<>(mapping.entries())
            .forEach((key, value) -> {
              text(key, out);
              write(value, out);
            });
        out.append('}');
      }
      case Sequence sequence -> {
        out.append('[');
        sequence.items().forEach(item -> write(item, out));
        out.append(']');
      }
      case Scalar scalar when scalar.isNull() -> out.append('~');
      case Scalar scalar -> text(scalar.text(), out);
    }
  }

  // The length in front keeps two neighbouring texts apart whatever they hold.
  private static void text(String text, StringBuilder out) {
    out.append(text.length()).append(':').append(text);
  }
}
