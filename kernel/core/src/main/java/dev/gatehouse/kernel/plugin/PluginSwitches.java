package dev.gatehouse.kernel.plugin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which plugins operators have switched off, kept over restarts, and which are to be loaded anew.
/// Thread-safe.
///
/// The file has one id in each line, so that it can be read and mended by hand.
final class PluginSwitches {
  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");
  private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

  private final Path file;
  private volatile Set<String> off;
  private volatile Set<String> anew = Set.of();

  /// Reads what was switched off before.
  ///
  /// @param folder the gateway's data folder
  PluginSwitches(Path folder) {
    this.file = folder.resolve("plugins-off");
    this.off = read(file);
  }

  private static Set<String> read(Path file) {
    try {
      Set<String> ids = new TreeSet<>();
      for (String line : Files.readAllLines(file)) {
        if (ID.matcher(line.strip()).matches()) {
          ids.add(line.strip());
        }
      }
      return Set.copyOf(ids);
    } catch (NoSuchFileException e) {
      return Set.of();
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.ERROR,
          file + " cannot be read, so plugins that were switched off are on: " + e.getMessage());
      return Set.of();
    }
  }

  /// Returns the file that keeps what is off.
  Path file() {
    return file;
  }

  /// Returns the ids of plugins that are switched off.
  Set<String> off() {
    return off;
  }

  /// Returns the ids of plugins whose running version is not to be carried over.
  Set<String> anew() {
    return anew;
  }

  /// Sets what is off, for the next generation; [#keep] makes it outlive the process.
  void off(Set<String> ids) {
    off = Set.copyOf(ids);
  }

  /// Sets what is to be loaded anew by the next generation.
  void anew(Set<String> ids) {
    anew = Set.copyOf(ids);
  }

  /// Writes down what is off.
  void keep() throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.write(part, List.copyOf(new TreeSet<>(off)), StandardCharsets.UTF_8);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
