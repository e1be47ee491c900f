package dev.gatehouse.kernel.plugin.trust;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// The plugin files that somebody allowed, as in `plugins.lock`. Immutable.
///
/// An id may stand there more than once, so that the next version can be allowed before the one
/// that runs is taken away.
///
/// @param plugins the allowed files, by id, then version
public record PluginsLock(List<Entry> plugins) {
  /// The file's name; it lies beside the configuration.
  public static final String FILE = "plugins.lock";

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::id).thenComparing(Entry::version).thenComparing(Entry::sha256);
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .changeDefaultPropertyInclusion(
              inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
          .build();

  /// Allows nothing. Made last, since making it needs the order.
  public static final PluginsLock EMPTY = new PluginsLock(List.of());

  /// Sorts and copies the list; an absent one is empty.
  public PluginsLock {
    plugins = plugins == null ? List.of() : plugins.stream().sorted(ORDER).toList();
  }

  /// One allowed file.
  ///
  /// @param id the plugin's id
  /// @param version its version
  /// @param sha256 the file's hash: 64 hexadecimal digits in lower case
  /// @param signer who had signed it when it was allowed, for people to read; null when nobody had
  public record Entry(String id, String version, String sha256, @Nullable String signer) {
    /// Checks that nothing is missing.
    public Entry {
      if (id == null || version == null || sha256 == null || !SHA256.matcher(sha256).matches()) {
        throw new IllegalArgumentException(
            "an entry has an id, a version and a sha256 of 64 hexadecimal digits");
      }
    }
  }

  /// Reads a lock; a file that is not there allows nothing.
  ///
  /// @throws IOException when the file cannot be understood, with a sentence that says why
  public static PluginsLock read(Path file) throws IOException {
    try {
      PluginsLock lock = MAPPER.readValue(Files.readAllBytes(file), PluginsLock.class);
      return lock == null ? EMPTY : lock;
    } catch (NoSuchFileException _) {
      return EMPTY;
    } catch (JacksonException e) {
      throw new IOException(file + place(e) + " cannot be understood: " + reason(e), e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + " cannot be read: access is denied", e);
    }
  }

  private static String place(JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    return at == null || at.getLineNr() < 1 ? "" : ":" + at.getLineNr() + ":" + at.getColumnNr();
  }

  /// Jackson adds in brackets where an object began, in its own words for the source.
  private static String reason(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    int brackets = message.indexOf(" (start marker");
    return brackets < 0 ? message : message.substring(0, brackets);
  }

  /// Writes the lock whole or not at all.
  public void write(Path file) throws IOException {
    // Not a temporary file of the system's: those can be read by their owner alone.
    Path part = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.writeString(part, MAPPER.writeValueAsString(this) + "\n");
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// Returns the entry of a file's hash, or null when it is not allowed.
  public @Nullable Entry bySha256(String sha256) {
    return plugins.stream().filter(entry -> entry.sha256().equals(sha256)).findFirst().orElse(null);
  }

  /// Returns the entries of a plugin.
  public List<Entry> byId(String id) {
    return plugins.stream().filter(entry -> entry.id().equals(id)).toList();
  }

  /// Returns this lock with one entry more, which replaces one of the same hash.
  public PluginsLock with(Entry entry) {
    List<Entry> all =
        new ArrayList<>(without(each -> each.sha256().equals(entry.sha256())).plugins);
    all.add(entry);
    return new PluginsLock(all);
  }

  /// Returns this lock without some entries.
  public PluginsLock without(Predicate<Entry> which) {
    return new PluginsLock(plugins.stream().filter(which.negate()).toList());
  }
}
