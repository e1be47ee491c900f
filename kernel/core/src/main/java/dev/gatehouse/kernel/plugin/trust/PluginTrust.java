package dev.gatehouse.kernel.plugin.trust;

import dev.gatehouse.kernel.config.PluginPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertPath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Decides which plugin files are let in, as lock and trust store are when it is made. Used by one
/// thread.
public final class PluginTrust {
  /// A file to judge.
  ///
  /// @param id the plugin's id
  /// @param version its version
  /// @param sha256 the hash of the private copy
  /// @param copy the private copy, which nobody writes to any more
  /// @param source where it was found, for the command that lets it in
  public record Candidate(String id, String version, String sha256, Path copy, Path source) {}

  /// Says why a file is let in.
  ///
  /// @param by what was asked: `lock`, `signature` or `any`
  /// @param signer who signed it, as far as that was asked; or null
  public record Verdict(String by, @Nullable String signer) {}

  /// Says of a file that it came with the distribution, which is not asked about.
  public static final String DISTRIBUTION = "distribution";

  private final TrustSettings settings;
  private final Map<String, SignedArchive> signatures;
  private @Nullable PluginsLock lock;
  private @Nullable TrustStore store;

  /// Makes a judge.
  ///
  /// @param signatures keeps what was found out about copies by their hash; copies never change
  public PluginTrust(TrustSettings settings, Map<String, SignedArchive> signatures) {
    this.settings = settings;
    this.signatures = signatures;
  }

  /// Makes a judge that remembers nothing.
  public PluginTrust(TrustSettings settings) {
    this(settings, new HashMap<>());
  }

  /// Judges a file.
  ///
  /// @throws Untrusted when it is not let in, with a reason and what to do
  public Verdict judge(Candidate file) throws Untrusted {
    return switch (settings.policy()) {
      case ANY -> lockedOrNot(file);
      case ALLOWLIST -> locked(file);
      case SIGNED -> new Verdict("signature", trustedSigner(file));
    };
  }

  /// Returns the policy that is asked.
  public PluginPolicy policy() {
    return settings.policy();
  }

  /// Where every file is let in, what somebody allowed is still told from what nobody did.
  private Verdict lockedOrNot(Candidate file) {
    Verdict allowed;
    try {
      allowed = allowed(file);
    } catch (Untrusted _) {
      // Nobody asks the lock here, so that it cannot be read does no harm.
      allowed = null;
    }
    return allowed != null ? allowed : new Verdict("any", null);
  }

  private @Nullable Verdict allowed(Candidate file) throws Untrusted {
    PluginsLock.Entry entry = lock().bySha256(file.sha256());
    return entry != null && entry.id().equals(file.id()) && entry.version().equals(file.version())
        ? new Verdict("lock", entry.signer())
        : null;
  }

  private Verdict locked(Candidate file) throws Untrusted {
    Verdict allowed = allowed(file);
    if (allowed != null) {
      return allowed;
    }
    List<PluginsLock.Entry> others = lock().byId(file.id());
    String versions =
        others.stream()
            .map(PluginsLock.Entry::version)
            .distinct()
            .collect(Collectors.joining(", "));
    boolean sameVersion = others.stream().anyMatch(each -> each.version().equals(file.version()));
    throw new Untrusted(
        (sameVersion
                ? "its content is not what " + PluginsLock.FILE + " allows for this version"
                : others.isEmpty()
                    ? "it is not in " + PluginsLock.FILE
                    : PluginsLock.FILE + " allows other versions of it (" + versions + ")")
            + "; if you trust it, run: "
            + settings.installCommand()
            + " "
            + quoted(file.source()));
  }

  private PluginsLock lock() throws Untrusted {
    PluginsLock read = lock;
    if (read == null) {
      try {
        read = PluginsLock.read(settings.lock());
        lock = read;
      } catch (IOException e) {
        throw new Untrusted(String.valueOf(e.getMessage()));
      }
    }
    return read;
  }

  private String trustedSigner(Candidate file) throws Untrusted {
    SignedArchive signed = signed(file);
    if (signed.complaint() != null) {
      throw new Untrusted(signed.complaint() + "; plugins.policy asks for a signature");
    }
    TrustStore trusted = store();
    for (CertPath signer : signed.signers()) {
      if (trusted.trusts(signer)) {
        return TrustStore.name(signer);
      }
    }
    throw new Untrusted(
        "it is signed by "
            + signed.signers().stream().map(TrustStore::name).collect(Collectors.joining(" and "))
            + ", whom the trust store "
            + settings.trustStore()
            + " does not know");
  }

  private SignedArchive signed(Candidate file) throws Untrusted {
    SignedArchive known = signatures.get(file.sha256());
    if (known == null) {
      try {
        known = SignedArchive.of(file.copy());
      } catch (IOException e) {
        throw new Untrusted("it cannot be read: " + e.getMessage());
      }
      signatures.put(file.sha256(), known);
    }
    return known;
  }

  private TrustStore store() throws Untrusted {
    TrustStore read = store;
    if (read == null) {
      Path file = settings.trustStore();
      if (file == null) {
        throw new Untrusted("plugins.policy is signed, but plugins.trust-store names no file");
      }
      try {
        read = TrustStore.read(file, settings.trustStorePassword());
        store = read;
      } catch (IOException e) {
        throw new Untrusted(String.valueOf(e.getMessage()));
      }
    }
    return read;
  }

  private static String quoted(Path file) {
    String text = file.toString();
    return text.matches("[A-Za-z0-9._/@%+=:-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
