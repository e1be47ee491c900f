package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Resolves `${NAME}`, `${NAME:-default}` and `${file:/path}` in texts.
///
/// Ordinary values are resolved when the configuration is read, secrets at each use, so that a
/// rotated file takes effect without a reload. Messages name the reference, never the value.
public final class References {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\{(?:file:([^}]+)|([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?)}");

  private final Map<String, String> environment;
  private final Path base;

  /// Makes a resolver.
  ///
  /// @param environment the variables
  /// @param base the folder that relative file references are meant from
  public References(Map<String, String> environment, Path base) {
    this.environment = Map.copyOf(environment);
    this.base = base;
  }

  static boolean present(String text) {
    return text.contains("${");
  }

  /// Returns the text with its references resolved.
  ///
  /// @throws IllegalArgumentException when one cannot be; the message says which and what to do
  String resolve(String text) {
    if (!present(text)) {
      return text;
    }
    Matcher matcher = REFERENCE.matcher(text);
    StringBuilder out = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      out.append(checked(text.substring(end, matcher.start())));
      out.append(value(matcher.group(1), matcher.group(2), matcher.group(3)));
      end = matcher.end();
    }
    return out.append(checked(text.substring(end))).toString();
  }

  /// Returns a secret of the text, checked once now and resolved anew at each use.
  ///
  /// @throws IllegalArgumentException when it cannot be resolved; the message holds no value
  public Secret secret(String text) {
    if (!present(text)) {
      return Secret.of(text);
    }
    String _ = resolve(text);
    return Secret.resolving(() -> {
      try {
        return resolve(text);
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(e.getMessage(), e);
      }
    });
  }

  private static String checked(String literal) {
    if (present(literal)) {
      throw new IllegalArgumentException(
          "a reference is written ${NAME}, ${NAME:-default} or ${file:/path}");
    }
    return literal;
  }

  private String value(
      @Nullable String file, @Nullable String variable, @Nullable String fallback) {
    if (file != null) {
      try {
        return Files.readString(base.resolve(file)).strip();
      } catch (IOException e) {
        throw new IllegalArgumentException("the file " + file + " cannot be read", e);
      }
    }
    String value = environment.get(variable == null ? "" : variable);
    if (value != null) {
      return value;
    }
    if (fallback != null) {
      return fallback;
    }
    throw new IllegalArgumentException(
        "the environment variable "
            + variable
            + " is not set; set it, or write ${"
            + variable
            + ":-default}");
  }
}
