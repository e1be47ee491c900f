package dev.gatehouse.maven;

import dev.gatehouse.kernel.plugin.descriptor.DescriptorJson;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor;
import dev.gatehouse.kernel.plugin.descriptor.PluginDescriptor.ExtensionDescriptor;
import dev.gatehouse.sdk.http.Json;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Writes a reference page in Markdown for each extension, from what `describe` wrote.
@Mojo(name = "reference", threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the fields before it calls execute()
public final class ReferenceMojo extends AbstractMojo {
  /// The folder for the pages.
  @Parameter(
      property = "gatehouse.reference",
      defaultValue = "${project.build.directory}/gatehouse/reference")
  private File folder;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  /// Made by Maven.
  public ReferenceMojo() {}

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    Path classes = new PluginProject(project).classes();
    Path file = classes.resolve(PluginDescriptor.PATH);
    if (!Files.isRegularFile(file)) {
      throw new MojoFailureException(
          "There is no " + PluginDescriptor.PATH + " yet. Run the goal gatehouse:describe before.");
    }
    try {
      PluginDescriptor plugin = DescriptorJson.read(Files.readAllBytes(file));
      Files.createDirectories(folder.toPath());
      for (ExtensionDescriptor extension : plugin.extensions()) {
        Path page = folder.toPath().resolve(extension.point() + "-" + extension.name() + ".md");
        Files.writeString(page, ReferencePage.of(plugin, extension, schema(classes, extension)));
        getLog().info("Wrote " + page);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new MojoExecutionException("The reference cannot be written: " + e.getMessage(), e);
    }
  }

  private static @Nullable JsonNode schema(Path classes, ExtensionDescriptor extension)
      throws IOException {
    return extension.schema() == null
        ? null
        : Json.parse(Files.readAllBytes(classes.resolve(extension.schema())));
  }
}
