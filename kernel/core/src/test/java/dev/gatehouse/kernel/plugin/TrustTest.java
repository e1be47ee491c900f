package dev.gatehouse.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.config.PluginPolicy;
import dev.gatehouse.kernel.plugin.install.PluginInstaller;
import dev.gatehouse.kernel.plugin.install.PluginPlaces;
import dev.gatehouse.kernel.plugin.trust.PluginsLock;
import dev.gatehouse.kernel.plugin.trust.TrustSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The allow-list, from a dropped file to one that is let in, replaced and removed.
class TrustTest {
  @TempDir Path folder;
  @TempDir Path scratch;
  private Path plugins;
  private Path bundled;
  private GenerationHolder holder;

  @BeforeEach
  void open() throws Exception {
    plugins = Files.createDirectories(folder.resolve("plugins"));
    bundled = Files.createDirectories(folder.resolve("bundled"));
    holder =
        new GenerationHolder(
            new GenerationHolder.Options(
                new ConfigSource.Text("gatehouse.yaml", "plugins: { policy: allowlist }"),
                folder,
                List.of(bundled, plugins),
                List.of(),
                folder.resolve("data"),
                Map.of(),
                Clock.systemUTC(),
                bundled,
                new TrustSettings.Defaults(false, folder, " --config x.yaml")),
            (generation, _) -> generation.number(),
            new dev.gatehouse.kernel.pipeline.ContentReaders(List::of));
  }

  @AfterEach
  void close() {
    holder.close();
  }

  private Path jar(Path where, String name, String filter) throws Exception {
    return PluginJar.in(folder).plugin(filter, PluginJar.PLAIN_FILTER).writeTo(where.resolve(name));
  }

  private PluginStatus after(String id) {
    assertThat(holder.reload().problems()).isEmpty();
    return holder.plugins().stream()
        .filter(plugin -> plugin.id().equals(id))
        .findFirst()
        .orElse(null);
  }

  private PluginInstaller installer() {
    return installer(PluginPolicy.ALLOWLIST, null);
  }

  private PluginInstaller installer(PluginPolicy policy, @Nullable Path trustStore) {
    return new PluginInstaller(
        new PluginPlaces(
            holder.options(),
            new TrustSettings(
                policy,
                folder.resolve(PluginsLock.FILE),
                trustStore,
                null,
                "gatehouse plugin install")),
        scratch);
  }

  @Test
  void refusesADroppedFileWithTheCommandThatLetsItIn() throws Exception {
    Path file = jar(plugins, "mine-1.jar", "one");

    PluginStatus status = after("mine");

    assertThat(status.state()).isEqualTo("refused");
    assertThat(status.reason())
        .isEqualTo(
            "it is not in plugins.lock; if you trust it, run: gatehouse plugin install --config x.yaml "
                + file);
  }

  @Test
  void tellsThatAnInstalledPluginIsSwitchedOff() throws Exception {
    PluginPlaces places =
        new PluginPlaces(
            holder.options(),
            new TrustSettings(
                PluginPolicy.ANY, folder.resolve(PluginsLock.FILE), null, null, "install"));
    jar(plugins, "mine-1.jar", "one");
    after("mine");
    assertThat(places.switchedOff("mine", scratch)).isFalse();

    holder.control().disable("mine");

    assertThat(places.switchedOff("mine", scratch)).isTrue();
  }

  @Test
  void trustsTheDistributionAndLetsNoStrangerHideItsPlugins() throws Exception {
    jar(bundled, "mine-1.jar", "one");
    jar(plugins, "mine-2.jar", "one");

    assertThat(after("mine").state()).isEqualTo("active");
    assertThat(after("mine").version()).isEqualTo("1");
    assertThat(after("mine").origin().trustedBy()).isEqualTo("distribution");
  }

  @Test
  void loadsWhatWasInstalledAndRefusesItWhenItChanges() throws Exception {
    after("nothing");
    Path file = jar(scratch, "mine-1.jar", "one");
    PluginInstaller installer = installer();

    Path installed = installer.install(file, installer.check(file));

    assertThat(after("mine").state()).isEqualTo("active");
    assertThat(after("mine").origin().trustedBy()).isEqualTo("lock");

    jar(plugins, "mine-1.jar", "other");
    assertThat(after("mine").state()).isEqualTo("refused");
    assertThat(after("mine").reason())
        .startsWith("its content is not what plugins.lock allows for this version");
    assertThat(installed).isEqualTo(plugins.resolve("mine-1.jar"));
  }

  @Test
  void replacesTheVersionBeforeAndForgetsItsHash() throws Exception {
    after("nothing");
    PluginInstaller installer = installer();
    for (String version : List.of("2", "1")) {
      Path file = jar(scratch, "mine-" + version + ".jar", "one" + version);
      installer.install(file, installer.check(file));
    }

    assertThat(after("mine").version()).isEqualTo("1");
    assertThat(plugins.resolve("mine-2.jar")).doesNotExist();
    assertThat(PluginsLock.read(folder.resolve("plugins.lock")).plugins()).hasSize(1);
  }

  @Test
  void removesFileAndHash() throws Exception {
    after("nothing");
    PluginInstaller installer = installer();
    Path file = jar(scratch, "mine-1.jar", "one");
    installer.install(file, installer.check(file));

    assertThat(installer.remove("mine")).containsExactly(plugins.resolve("mine-1.jar"));

    assertThat(after("mine")).isNull();
    assertThat(PluginsLock.read(folder.resolve("plugins.lock")).plugins()).isEmpty();
    assertThat(installer.remove("mine")).isEmpty();
  }

  @Test
  void aFileThatCannotBeUsedIsToldSoByItsTrial() throws Exception {
    after("nothing");
    Path file = PluginJar.in(folder).services("p.Nowhere").writeTo(scratch.resolve("bad-1.jar"));

    PluginStatus checked = installer().check(file);

    assertThat(checked.state()).isEqualTo("failed");
    assertThat(checked.reason()).contains("p.Nowhere");
  }

  @Test
  void runsNothingOfAFileWhoseSignatureIsAskedForAndNotTrusted() throws Exception {
    // If it were tried, it would be told that its entry point is missing.
    Path file = PluginJar.in(folder).services("p.Nowhere").writeTo(scratch.resolve("bad-1.jar"));

    PluginStatus checked =
        installer(PluginPolicy.SIGNED, folder.resolve("signers.pem")).check(file);

    assertThat(checked.state()).isEqualTo("refused");
    assertThat(checked.reason()).isEqualTo("it is not signed; plugins.policy asks for a signature");
  }

  @Test
  void aBrokenLockLetsNothingIn() throws Exception {
    Files.writeString(folder.resolve("plugins.lock"), "{");
    jar(plugins, "mine-1.jar", "one");

    assertThat(after("mine").state()).isEqualTo("refused");
    assertThat(after("mine").reason())
        .contains("plugins.lock:1:2 cannot be understood: ")
        .doesNotContain("REDACTED");
  }
}
