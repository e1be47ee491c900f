package dev.gatehouse.kernel.plugin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.kernel.plugin.descriptor.DescriptorJson;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a jar says of itself is read before its classes are, and has to be true.
class DescriptorTest {
  private static final ExtensionDescriptor FILTER =
      new ExtensionDescriptor(
          "filter", "one", "transform", "closed", 1000, 0, false, false, false, null, null);

  @TempDir Path folder;
  private HostFixture host;

  @BeforeEach
  void open() {
    host = new HostFixture(folder);
  }

  @AfterEach
  void close() {
    host.close();
  }

  private static PluginDescriptor descriptor(
      String id, String version, String sdk, int java, ExtensionDescriptor... extensions) {
    return new PluginDescriptor(
        id,
        version,
        "My plugin",
        "Does it.",
        "Me",
        "Apache-2.0",
        null,
        sdk,
        java,
        List.of(extensions),
        new Permissions(List.of("api.example.com"), List.of("env:MY_"), true, false));
  }

  private PluginJar jar(PluginDescriptor descriptor) {
    return host.jar()
        .plugin("one", PluginJar.PLAIN_FILTER)
        .entry(PluginDescriptor.PATH, DescriptorJson.write(descriptor));
  }

  private void refuses(String file, PluginJar jar, String id, String reason) throws IOException {
    host.drop(file, jar);
    host.refuses(id, reason);
  }

  @Test
  void believesTheDescriptorWhateverTheFileIsCalled() throws IOException {
    host.drop("renamed.jar", jar(descriptor("mine", "2.1", "[0.1,0.2)", 25, FILTER)));
    host.reloadsWell();

    PluginStatus status = host.status("mine");
    assertThat(status.state()).isEqualTo("active");
    assertThat(status.version()).isEqualTo("2.1");
    assertThat(status.origin().describedBy()).isEqualTo("descriptor");
    assertThat(status.origin().vendor()).isEqualTo("Me");
    assertThat(status.origin().permissions().egress()).containsExactly("api.example.com");
    assertThat(status.origin().loader()).isEqualTo("plugin:mine@2.1");
  }

  @Test
  void saysOfAJarWithoutDescriptorWhereItsIdWasReadAndThatItMayDoNothing() throws IOException {
    host.drop("named-1.jar", host.jar().plugin("one", PluginJar.PLAIN_FILTER));
    host.reloadsWell();

    assertThat(host.status("named").origin().describedBy()).isEqualTo("file name");
    assertThat(host.status("named").origin().permissions()).isEqualTo(Permissions.NONE);
  }

  @Test
  void refusesANewerJavaBeforeAnyClassIsLoaded() throws IOException {
    PluginJar broken =
        host.jar()
            .services("p.Nowhere")
            .entry(
                PluginDescriptor.PATH,
                DescriptorJson.write(descriptor("mine", "1", "[0.1,0.2)", 99)));

    refuses("mine-1.jar", broken, "mine", "it needs Java 99, this gateway runs on ");
  }

  @Test
  void refusesAnotherSdkAndARangeThatIsNone() throws IOException {
    refuses(
        "mine-1.jar",
        jar(descriptor("mine", "1", "[7,8)", 25, FILTER)),
        "mine",
        "it needs SDK [7,8)");
    refuses(
        "other-1.jar",
        jar(descriptor("other", "1", ">=0.1", 25, FILTER)),
        "other",
        "is not of the form");
  }

  @Test
  void refusesAManifestThatSaysOtherwise() throws IOException {
    refuses(
        "mine-1.jar",
        jar(descriptor("mine", "1", "[0.1,0.2)", 25, FILTER))
            .manifest("Gatehouse-Plugin-Version", "2"),
        "mine-1.jar",
        "its manifest says Gatehouse-Plugin-Version: 2, its descriptor \"1\"");
  }

  @Test
  void refusesADescriptorThatPromisesWhatTheCodeDoesNotRegister() throws IOException {
    ExtensionDescriptor other =
        new ExtensionDescriptor(
            "router", "two", null, "closed", 1000, 0, false, false, false, null, null);
    refuses(
        "mine-1.jar",
        jar(descriptor("mine", "1", "[0.1,0.2)", 25, FILTER, other)),
        "mine",
        "its descriptor is not what its code registers: there is no router two. Build it again");
  }

  @Test
  void refusesADescriptorThatKeepsSilentOrIsWrongAboutAnExtension() throws IOException {
    refuses(
        "silent-1.jar",
        jar(descriptor("silent", "1", "[0.1,0.2)", 25)),
        "silent",
        "it does not name the filter one");
    ExtensionDescriptor late =
        new ExtensionDescriptor(
            "filter", "one", "transform", "open", 5000, 0, false, false, false, null, null);
    refuses(
        "wrong-1.jar",
        jar(descriptor("wrong", "1", "[0.1,0.2)", 25, late)),
        "wrong",
        "filter one has on-error closed, not open; filter one has timeout-ms 1000, not 5000");
  }

  @Test
  void refusesUnknownKeysMissingSchemasAndExtensionsNamedTwice() throws IOException {
    refuses(
        "unknown-1.jar",
        host.jar()
            .entry(
                PluginDescriptor.PATH,
                """
                {"id": "x", "version": "1", "sdk": "[0.1,0.2)", "permisions": {}}\
                """
                    .getBytes(UTF_8)),
        "unknown-1.jar",
        "permisions: unknown key");
    refuses(
        "lacking-1.jar",
        host.jar().entry(PluginDescriptor.PATH, "{\"id\": \"x\"}".getBytes(UTF_8)),
        "lacking-1.jar",
        "META-INF/gatehouse/plugin.json: the key version is missing");
    ExtensionDescriptor schema =
        new ExtensionDescriptor(
            "filter",
            "one",
            "transform",
            "closed",
            1000,
            0,
            false,
            false,
            false,
            null,
            "nowhere.json");
    refuses(
        "schema-1.jar",
        jar(descriptor("schema", "1", "[0.1,0.2)", 25, schema)),
        "schema-1.jar",
        "names the schema nowhere.json, which is not in the jar");
    refuses(
        "twice-1.jar",
        jar(descriptor("twice", "1", "[0.1,0.2)", 25, FILTER, FILTER)),
        "twice-1.jar",
        "its descriptor names the filter one twice");
  }

  @Test
  void aBadFileDisturbsNobodyElse() throws IOException {
    host.drop("good-1.jar", host.jar().plugin("good", PluginJar.PLAIN_FILTER));
    host.reloadsWell();
    refuses("bad-1.jar", jar(descriptor("bad", "1", "[7,8)", 25, FILTER)), "bad", "it needs SDK");

    assertThat(host.status("good").state()).isEqualTo("active");
  }
}
