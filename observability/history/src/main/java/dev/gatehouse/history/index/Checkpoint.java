package dev.gatehouse.history.index;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// Remembers where in the journal to begin after a start. Merely saves time: the commits of the
/// slices decide what is indexed already, so an old or lost checkpoint does no harm.
final class Checkpoint {
  private final Path file;

  Checkpoint(Path folder) {
    this.file = folder.resolve("checkpoint");
  }

  long read() {
    try {
      return Long.parseLong(Files.readString(file, StandardCharsets.US_ASCII).strip());
    } catch (IOException | NumberFormatException e) {
      return 0;
    }
  }

  void write(long sequence) throws IOException {
    Path fresh = file.resolveSibling("checkpoint.new");
    Files.writeString(fresh, sequence + "\n", StandardCharsets.US_ASCII);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
