package dev.gatehouse.kernel.plugin;

import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import dev.gatehouse.kernel.plugin.trust.PluginTrust;
import dev.gatehouse.kernel.plugin.trust.PluginTrust.Verdict;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/// One version of a plugin in memory, from its start to its stop. Used by every generation that has
/// it.
final class LoadedPlugin extends Shared {
  /// Says why a plugin cannot be used, in words for people.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
      super(reason, null, false, false);
    }
  }

  private static final System.Logger LOG = System.getLogger("dev.gatehouse.plugin");

  private final String id;
  private final String version;
  private final @Nullable PluginFile file;
  private final @Nullable PluginClassLoader loader;
  private final GatewayPlugin plugin;
  private final List<Registered<?, ?>> registered;
  private final PluginServices services;
  private final RetiredLoaders retired;
  private final Instant since;
  private @Nullable Verdict verdict;
  private Runnable gone = () -> {};

  private LoadedPlugin(
      String id,
      String version,
      @Nullable PluginFile file,
      @Nullable PluginClassLoader loader,
      GatewayPlugin plugin,
      List<Registered<?, ?>> registered,
      PluginServices services,
      RetiredLoaders retired) {
    this.id = id;
    this.version = version;
    this.file = file;
    this.loader = loader;
    this.plugin = plugin;
    this.registered = registered;
    this.services = services;
    this.retired = retired;
    this.since = services.clock().instant();
  }

  /// Loads, registers and starts a plugin from its file.
  ///
  /// @param verdict who let it in
  /// @param gone called once, when nobody uses it any more and its files may be deleted
  static LoadedPlugin load(
      PluginFile file,
      Verdict verdict,
      PluginServices.Environment environment,
      RetiredLoaders retired,
      Runnable gone)
      throws Refused {
    LoadedPlugin loaded = load(file, permissions(file, verdict), environment, retired);
    loaded.verdict = verdict;
    loaded.gone = gone;
    return loaded;
  }

  private static LoadedPlugin load(
      PluginFile file,
      Permissions permissions,
      PluginServices.Environment environment,
      RetiredLoaders retired)
      throws Refused {
    String complaint = file.identity().complaint();
    if (!complaint.isEmpty()) {
      throw new Refused(complaint);
    }
    PluginClassLoader loader =
        new PluginClassLoader(
            file.id() + "@" + file.version(), file.urls(), LoadedPlugin.class.getClassLoader());
    PluginServices services =
        new PluginServices(environment, file.id(), file.version(), permissions);
    boolean loaded = false;
    try {
      GatewayPlugin plugin = entryPoint(loader);
      LoadedPlugin result =
          begin(file.id(), file.version(), file, loader, plugin, services, retired);
      loaded = true;
      return result;
    } finally {
      if (!loaded) {
        services.close();
        close(loader);
        retired.add(loader, file.id(), file.version(), environment.clock().instant());
      }
    }
  }

  /// The distribution's own may do everything; others what their descriptor asks for, which whoever
  /// let them in has seen. Without a descriptor that is nothing.
  private static Permissions permissions(PluginFile file, Verdict verdict) {
    PluginDescriptor descriptor = file.descriptor();
    return verdict.by().equals(PluginTrust.DISTRIBUTION)
        ? Permissions.ALL
        : descriptor == null ? Permissions.NONE : descriptor.permissions();
  }

  /// Registers and starts a plugin that is an object already.
  static LoadedPlugin of(
      PluginSource source, PluginServices.Environment environment, RetiredLoaders retired)
      throws Refused {
    PluginServices services =
        new PluginServices(environment, source.id(), source.version(), Permissions.ALL);
    return begin(source.id(), source.version(), null, null, source.plugin(), services, retired);
  }

  private static LoadedPlugin begin(
      String id,
      String version,
      @Nullable PluginFile file,
      @Nullable PluginClassLoader loader,
      GatewayPlugin plugin,
      PluginServices services,
      RetiredLoaders retired)
      throws Refused {
    Registry registry = new Registry();
    try (ContextLoader _ = ContextLoader.of(plugin)) {
      plugin.register(registry);
    } catch (Throwable e) {
      throw new Refused("register() failed: " + Faults.render(e));
    }
    PluginDescriptor descriptor = file == null ? null : file.descriptor();
    if (descriptor != null) {
      String drift =
          Drift.between(descriptor.extensions(), DescribedPlugin.extensions(registry.registered()));
      if (!drift.isEmpty()) {
        throw new Refused(drift);
      }
    }
    try (ContextLoader _ = ContextLoader.of(plugin)) {
      plugin.start(services);
    } catch (Throwable e) {
      services.close();
      throw new Refused("start() failed: " + Faults.render(e));
    }
    return new LoadedPlugin(
        id, version, file, loader, plugin, registry.registered(), services, retired);
  }

  private static GatewayPlugin entryPoint(PluginClassLoader loader) throws Refused {
    try {
      List<ServiceLoader.Provider<GatewayPlugin>> found =
          ServiceLoader.load(GatewayPlugin.class, loader).stream()
              .filter(provider -> provider.type().getClassLoader() == loader)
              .toList();
      if (found.size() != 1) {
        throw new Refused(
            found.isEmpty()
                ? "it is no plugin: META-INF/services/dev.gatehouse.sdk.plugin.GatewayPlugin names no class"
                : "it names " + found.size() + " entry points; a plugin has one");
      }
      return found.getFirst().get();
    } catch (ServiceConfigurationError | LinkageError e) {
      throw new Refused("its entry point cannot be made: " + Faults.render(e));
    }
  }

  @Override
  void released() {
    try (ContextLoader _ = ContextLoader.of(plugin)) {
      plugin.stop();
    } catch (Throwable e) {
      LOG.log(
          System.Logger.Level.WARNING, id + " " + version + ": stop() failed: " + Faults.render(e));
    }
    services.close();
    if (loader != null) {
      close(loader);
      retired.add(loader, id, version, services.clock().instant());
    }
    gone.run();
  }

  private static void close(PluginClassLoader loader) {
    try {
      loader.close();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, loader.getName() + " did not close: " + e.getMessage());
    }
  }

  String id() {
    return id;
  }

  String version() {
    return version;
  }

  @Nullable PluginFile file() {
    return file;
  }

  /// Returns what tells this load from others of the same id.
  String identity() {
    return file == null ? id + "@" + version : file.sha256();
  }

  List<Registered<?, ?>> registered() {
    return registered;
  }

  /// Returns who let its file in; null for objects.
  @Nullable Verdict verdict() {
    return verdict;
  }

  /// Returns the name of its class loader, or an empty text for objects.
  String loaderName() {
    return loader == null ? "" : loader.getName();
  }

  PluginServices services() {
    return services;
  }

  GatewayPlugin plugin() {
    return plugin;
  }

  Instant since() {
    return since;
  }
}
