package dev.gatehouse.kernel.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.config.AdminRole;
import dev.gatehouse.kernel.config.ServerConfig;
import dev.gatehouse.sdk.Secret;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Decides who may call the admin API, and for what. Immutable.
///
/// With keys, whoever shows one has its role. Without any, this machine alone may call, and may do
/// everything.
final class AdminAccess {
  private static final Pattern ASKING = Pattern.compile("explain|plugins/[^/]+/check");
  private static final Pattern PLUGINS = Pattern.compile("plugins(/.*)?");

  /// Who calls.
  ///
  /// @param name the name of the key, for the audit log
  record Caller(String name, AdminRole role) {}

  private record Key(Caller caller, Secret secret) {}

  private final List<Key> keys = new ArrayList<>();

  AdminAccess(ServerConfig server) {
    Secret one = server.adminKey();
    if (one != null) {
      keys.add(new Key(new Caller("admin-key", AdminRole.PLUGIN_ADMIN), one));
    }
    server
        .adminKeys()
        .forEach((name, key) -> keys.add(new Key(new Caller(name, key.role()), key.key())));
  }

  /// Returns what a call needs: looking and asking little, plugins the most, and every other change
  /// what lies between.
  ///
  /// @param path what follows `/admin/v1/`
  static AdminRole needed(String method, String path) {
    if (method.equals("GET") || method.equals("HEAD") || ASKING.matcher(path).matches()) {
      return AdminRole.VIEWER;
    }
    return PLUGINS.matcher(path).matches() ? AdminRole.PLUGIN_ADMIN : AdminRole.OPERATOR;
  }

  /// Returns who makes a call.
  ///
  /// @param path what follows `/admin/v1/`
  /// @throws ProblemException 401 for a stranger, 403 for one who may not
  Caller admit(AdminCall call, String path) {
    Caller caller = keys.isEmpty() ? local(call) : known(call);
    AdminRole needed = needed(call.method(), path);
    if (caller.role().compareTo(needed) < 0) {
      throw new ProblemException(
          Problem.of(
              403,
              "role_missing",
              "The key %s has the role %s; this needs %s."
                  .formatted(caller.name(), written(caller.role()), written(needed))));
    }
    return caller;
  }

  static String written(AdminRole role) {
    return role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// A page of another site that got its own name to point here must not be able to call.
  private static Caller local(AdminCall call) {
    if (!localHost(call.headers().value("host"))) {
      throw new ProblemException(
          Problem.of(
              403,
              "forbidden",
              "The admin API answers to the names of this machine only, unless server.admin-key or server.admin-keys is set."));
    }
    return new Caller("local", AdminRole.PLUGIN_ADMIN);
  }

  /// Looks at all keys, so that the time tells nothing of which one is nearly right.
  private Caller known(AdminCall call) {
    String authorization = call.headers().value("authorization");
    byte[] shown = (authorization == null ? "" : authorization).getBytes(UTF_8);
    @Nullable Caller found = null;
    for (Key key : keys) {
      byte[] expected = ("Bearer " + key.secret().reveal()).getBytes(UTF_8);
      if (MessageDigest.isEqual(shown, expected)) {
        found = key.caller();
      }
    }
    if (found == null) {
      throw new ProblemException(
          Problem.of(
              401,
              "unauthorized",
              "The admin API needs \"authorization: Bearer <key>\" with server.admin-key or one of server.admin-keys."));
    }
    return found;
  }

  private static boolean localHost(@Nullable String host) {
    if (host == null) {
      return false;
    }
    String name = host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
    return name.equals("localhost") || name.equals("[::1]") || name.matches("127(\\.\\d{1,3}){3}");
  }
}
