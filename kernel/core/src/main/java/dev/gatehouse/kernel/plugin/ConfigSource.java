package dev.gatehouse.kernel.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Where the configuration comes from.
public sealed interface ConfigSource {
  /// Returns the name to show in messages.
  String name();

  /// Returns the text as it is now.
  String read() throws IOException;

  /// Returns a text that changes when the configuration may have.
  String fingerprint();

  /// A file that people edit.
  record File(Path path) implements ConfigSource {
    @Override
    public String name() {
      return path.toString();
    }

    @Override
    public String read() throws IOException {
      return Files.readString(path);
    }

    @Override
    public String fingerprint() {
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return attributes.size()
            + "|"
            + attributes.lastModifiedTime().toMillis()
            + "|"
            + attributes.fileKey();
      } catch (IOException e) {
        return "gone";
      }
    }
  }

  /// A text that never changes.
  record Text(String name, String text) implements ConfigSource {
    @Override
    public String read() {
      return text;
    }

    @Override
    public String fingerprint() {
      return "";
    }
  }
}
