package dev.gatehouse.kernel.plugin.descriptor;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What a plugin says of itself, as in its file. Nothing of it is trusted before it was compared
/// with what the plugin really registers.
///
/// @param id the plugin's id: `a-z`, `0-9` and `-`, at most 64 characters
/// @param version the plugin's version
/// @param name a name for people, or null
/// @param description what it is for in a sentence, or null
/// @param vendor who makes it, or null
/// @param license its licence, an SPDX expression, or null
/// @param url where to read on, or null
/// @param sdk the SDK versions it runs with, in the one notation there is: `[1.2,2)`
/// @param java the Java version its classes need
/// @param extensions what it adds, in the order in which it registers them
/// @param permissions what it asks for beyond what every plugin may do
public record PluginDescriptor(
    String id,
    String version,
    @Nullable String name,
    @Nullable String description,
    @Nullable String vendor,
    @Nullable String license,
    @Nullable String url,
    String sdk,
    int java,
    List<ExtensionDescriptor> extensions,
    Permissions permissions) {
  /// Where it lies in a plugin's jar.
  public static final String PATH = "META-INF/gatehouse/plugin.json";

  /// The folder for the schemas of the extensions' configurations in a plugin's jar.
  public static final String SCHEMAS = "META-INF/gatehouse/schema/";

  /// Copies the list; absent lists and permissions are empty.
  public PluginDescriptor {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(sdk, "sdk");
    extensions = extensions == null ? List.of() : List.copyOf(extensions);
    permissions = permissions == null ? Permissions.NONE : permissions;
  }

  /// One extension that a plugin adds.
  ///
  /// @param point the extension point's id, such as `filter`
  /// @param name the extension's name in the configuration
  /// @param stage the stage it runs in, in lower case; null unless it is a filter or authenticator
  /// @param onError `open` or `closed`
  /// @param timeoutMs the limit of each call, in milliseconds
  /// @param concurrency the most calls at once, or 0 for no limit of its own
  /// @param readsBody whether it reads or edits bodies
  /// @param section whether it is configured by a top-level key of its name
  /// @param experimental whether it may change without notice
  /// @param description what it does in a sentence, or null
  /// @param schema the path of its configuration's JSON Schema in the jar, or null
  public record ExtensionDescriptor(
      String point,
      String name,
      @Nullable String stage,
      String onError,
      long timeoutMs,
      int concurrency,
      boolean readsBody,
      boolean section,
      boolean experimental,
      @Nullable String description,
      @Nullable String schema) {
    /// Checks that the names are given.
    public ExtensionDescriptor {
      Objects.requireNonNull(point, "point");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(onError, "on-error");
    }
  }

  /// What a plugin asks for. Shown before it is installed, and enforced where the kernel stands
  /// between: its HTTP client, its secrets, its store. Code in the same process can get around it,
  /// so it is no sandbox.
  ///
  /// @param egress the hosts that its HTTP client may call: `api.example.com`, `*.example.com`,
  ///   `127.0.0.1:8081`, or `*` for any
  /// @param secrets the references that it may resolve, as prefixes: `env:WEATHER_`
  /// @param keyValue whether it uses the store
  /// @param admin whether it answers calls of the admin API
  public record Permissions(
      List<String> egress, List<String> secrets, boolean keyValue, boolean admin) {
    /// Asks for nothing.
    public static final Permissions NONE = new Permissions(List.of(), List.of(), false, false);

    /// May do everything; for plugins that come with the gateway.
    public static final Permissions ALL = new Permissions(List.of("*"), List.of("*"), true, true);

    /// Copies the lists; absent ones are empty.
    public Permissions {
      egress = egress == null ? List.of() : List.copyOf(egress);
      secrets = secrets == null ? List.of() : List.copyOf(secrets);
    }
  }
}
