package dev.gatehouse.maven;

import dev.gatehouse.kernel.plugin.DescribedPlugin;
import dev.gatehouse.kernel.plugin.UnpackagedPlugin;
import dev.gatehouse.kernel.plugin.descriptor.DescriptorJson;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/// Writes what a plugin says of itself into its classes: `META-INF/gatehouse/plugin.json` and the
/// JSON Schemas of its configurations. Calls `register()` in a class loader as the gateway has one,
/// so a library that is missing is told here.
@Mojo(
    name = "describe",
    defaultPhase = LifecyclePhase.PROCESS_CLASSES,
    requiresDependencyResolution = ResolutionScope.COMPILE_PLUS_RUNTIME,
    threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the fields before it calls execute()
public final class DescribeMojo extends AbstractMojo {
  /// The plugin's id in the gateway.
  @Parameter(property = "gatehouse.plugin.id", defaultValue = "${project.artifactId}")
  private String id;

  /// What the plugin asks for: hosts in `egress`, references in `secrets`, `keyValue`, `admin`.
  @Parameter private @Nullable RequestedPermissions permissions;

  /// Says nothing and does nothing when true.
  @Parameter(property = "gatehouse.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  /// Made by Maven.
  public DescribeMojo() {}

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      return;
    }
    PluginProject plugin = new PluginProject(project);
    try {
      Libraries libraries = plugin.libraries();
      DescribedPlugin described = ask(plugin, libraries);
      write(plugin, descriptor(plugin, described), described);
      Files.createDirectories(plugin.workFolder());
      Files.write(plugin.libraryList(), libraries.files().stream().map(Path::toString).toList());
    } catch (IOException e) {
      throw new MojoExecutionException("The plugin cannot be described: " + e.getMessage(), e);
    }
  }

  private DescribedPlugin ask(PluginProject plugin, Libraries libraries)
      throws IOException, MojoFailureException {
    List<Path> classPath = new ArrayList<>();
    classPath.add(plugin.classes());
    classPath.addAll(libraries.files());
    try (UnpackagedPlugin opened = UnpackagedPlugin.open(id, classPath)) {
      return opened.described();
    } catch (LinkageError | RuntimeException e) {
      throw new MojoFailureException(
          "register() of plugin "
              + id
              + " failed: "
              + e
              + ". It is called by the build and by the gateway, before start(); it only declares.",
          e);
    }
  }

  private PluginDescriptor descriptor(PluginProject plugin, DescribedPlugin described)
      throws IOException, MojoFailureException {
    return new PluginDescriptor(
        id,
        project.getVersion(),
        blankToNull(project.getName()),
        blankToNull(project.getDescription()),
        project.getOrganization() == null ? null : blankToNull(project.getOrganization().getName()),
        project.getLicenses().isEmpty()
            ? null
            : blankToNull(project.getLicenses().getFirst().getName()),
        blankToNull(project.getUrl()),
        SdkRange.of(plugin.sdkVersion()),
        ClassVersion.of(plugin.classes()),
        described.extensions(),
        permissions == null ? Permissions.NONE : permissions.permissions());
  }

  private void write(PluginProject plugin, PluginDescriptor descriptor, DescribedPlugin described)
      throws IOException {
    Path file = plugin.classes().resolve(PluginDescriptor.PATH);
    Path schemas = plugin.classes().resolve(PluginDescriptor.SCHEMAS);
    Files.createDirectories(schemas);
    Files.write(file, DescriptorJson.write(descriptor));
    // A schema of an extension that is no more would be packed for ever.
    try (var old = Files.newDirectoryStream(schemas)) {
      for (Path schema : old) {
        if (!described.schemas().containsKey(PluginDescriptor.SCHEMAS + schema.getFileName())) {
          Files.delete(schema);
        }
      }
    }
    for (var schema : described.schemas().entrySet()) {
      Files.writeString(
          plugin.classes().resolve(schema.getKey()), schema.getValue().toPrettyString() + "\n");
    }
    getLog()
        .info(
            "Plugin %s %s for SDK %s: %d extension%s"
                .formatted(
                    descriptor.id(),
                    descriptor.version(),
                    descriptor.sdk(),
                    descriptor.extensions().size(),
                    descriptor.extensions().size() == 1 ? "" : "s"));
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isBlank() ? null : text.strip();
  }
}
