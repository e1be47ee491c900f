package dev.gatehouse.kernel.plugin.install;

import dev.gatehouse.kernel.config.PluginPolicy;
import dev.gatehouse.kernel.plugin.PluginStatus;
import dev.gatehouse.kernel.plugin.PluginTrial;
import dev.gatehouse.kernel.plugin.trust.PluginTrust;
import dev.gatehouse.kernel.plugin.trust.PluginsLock;
import dev.gatehouse.kernel.plugin.trust.SignedArchive;
import dev.gatehouse.kernel.plugin.trust.Untrusted;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Installs and removes plugin files. Used by one thread at a time; a gateway that watches the
/// folder sees every step whole.
public final class PluginInstaller {
  private final PluginPlaces places;
  private final Path scratch;

  /// Makes an installer.
  ///
  /// @param scratch a folder that nobody else uses; whoever made it deletes it
  public PluginInstaller(PluginPlaces places, Path scratch) {
    this.places = places;
    this.scratch = scratch;
  }

  /// Checks everything that the gateway would, with the plugin started in a generation that serves
  /// nobody.
  ///
  /// @return what is known of it: active, failed, or refused when a signature is asked for and is
  ///   not there or not trusted
  public PluginStatus check(Path file) throws IOException {
    return PluginTrial.of(file, places.trust(), Files.createTempDirectory(scratch, "trial"));
  }

  /// Returns who let the file in, or would.
  ///
  /// @throws Untrusted when it needs a signature and has none that is trusted, or is not in the
  ///   lock
  public PluginTrust.Verdict judge(Path file, PluginStatus checked) throws Untrusted {
    return new PluginTrust(places.trust())
        .judge(
            new PluginTrust.Candidate(
                checked.id(), checked.version(), checked.sha256(), file, file));
  }

  /// What an installation may change, by its place: the lock first, then files of the plugin
  /// folder.
  ///
  /// @param copies where their copies are; null for what was not there
  public record Before(Map<Path, @Nullable Path> copies) {}

  /// Remembers what installing a file may change.
  public Before remember(Path file, PluginStatus checked) throws IOException {
    Path folder = Files.createTempDirectory(scratch, "before");
    Map<Path, @Nullable Path> copies = new LinkedHashMap<>();
    copies.put(lock(), null);
    copies.put(places.folder().resolve(file.getFileName()), null);
    for (PluginStatus other : places.own(checked.id(), scratch)) {
      copies.put(Path.of(other.file()), null);
    }
    for (Path each : List.copyOf(copies.keySet())) {
      if (Files.exists(each)) {
        copies.put(each, Files.copy(each, folder.resolve(each.getFileName())));
      }
    }
    return new Before(copies);
  }

  /// Takes an installation back. What is let in is put back first, so that no file is refused that
  /// was not.
  public void restore(Before before) throws IOException {
    for (Map.Entry<Path, @Nullable Path> each : before.copies().entrySet()) {
      Path place = each.getKey();
      Path copy = each.getValue();
      if (copy == null) {
        Files.deleteIfExists(place);
      } else {
        Path part = place.resolveSibling("." + place.getFileName() + ".part");
        Files.copy(copy, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(
            part, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  /// Puts a checked file into the folder and into the lock, and takes away other versions of it.
  ///
  /// @return where the file is now
  /// @throws Untrusted when the policy asks for a signature that is not there or not trusted
  /// @throws IOException when something cannot be written, or the file is no longer what was
  ///   checked
  public Path install(Path file, PluginStatus checked) throws IOException, Untrusted {
    if (places.trust().policy() == PluginPolicy.SIGNED) {
      judge(file, checked);
    }
    Path folder = Files.createDirectories(places.folder());
    Path target = folder.resolve(file.getFileName());
    List<PluginStatus> others = places.own(checked.id(), scratch);
    Path part = folder.resolve("." + file.getFileName() + ".part");
    try {
      Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
      if (!sha256(part).equals(checked.sha256())) {
        throw new IOException(file + " was changed while it was installed; try again");
      }
      PluginsLock lock = PluginsLock.read(lock());
      PluginsLock.Entry entry =
          new PluginsLock.Entry(checked.id(), checked.version(), checked.sha256(), signer(part));
      lock.with(entry).write(lock());
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
    for (PluginStatus other : others) {
      Path old = Path.of(other.file());
      if (!Files.exists(target) || !Files.isSameFile(old, target)) {
        Files.deleteIfExists(old);
      }
    }
    PluginsLock.read(lock())
        .without(each -> each.id().equals(checked.id()) && !each.sha256().equals(checked.sha256()))
        .write(lock());
    return target;
  }

  /// Deletes a plugin's files from the user's folder, and what the lock says of it.
  ///
  /// @return the files that were deleted; empty when there was none
  public List<Path> remove(String id) throws IOException {
    List<Path> deleted = new ArrayList<>();
    for (PluginStatus plugin : places.own(id, scratch)) {
      Path file = Path.of(plugin.file());
      if (Files.deleteIfExists(file)) {
        deleted.add(file);
      }
    }
    PluginsLock lock = PluginsLock.read(lock());
    if (!lock.byId(id).isEmpty()) {
      lock.without(each -> each.id().equals(id)).write(lock());
    }
    return deleted;
  }

  private Path lock() {
    return places.trust().lock();
  }

  private static @Nullable String signer(Path file) throws IOException {
    Set<String> names = SignedArchive.of(file).names();
    return names.isEmpty() ? null : names.stream().sorted().collect(Collectors.joining(" and "));
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digest =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digest.transferTo(java.io.OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
