package dev.gatehouse.maven;

import java.io.IOException;
import java.nio.file.Files;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import javax.inject.Inject;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.jspecify.annotations.Nullable;

/// Makes a zip of a plugin that has libraries, its jar on top and the libraries in `lib/`. A plugin
/// without any is its jar, and nothing is made.
///
/// Libraries are the dependencies of scope `compile` and `runtime`, without those that the gateway
/// shares with plugins.
@Mojo(
    name = "package",
    defaultPhase = LifecyclePhase.PACKAGE,
    requiresDependencyResolution = ResolutionScope.RUNTIME,
    threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven fills the fields before it calls execute()
public final class PackageMojo extends AbstractMojo {
  // What a zip can hold begins in 1980; builds that say nothing get a time that does not move.
  private static final Instant UNSAID = Instant.parse("2000-01-01T00:00:00Z");

  /// The time of all entries, for builds that give the same bytes again.
  @Parameter(defaultValue = "${project.build.outputTimestamp}")
  private @Nullable String outputTimestamp;

  /// Says nothing and does nothing when true.
  @Parameter(property = "gatehouse.skip", defaultValue = "false")
  private boolean skip;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  private final MavenProjectHelper attachments;

  /// Made by Maven.
  @Inject
  public PackageMojo(MavenProjectHelper attachments) {
    this.attachments = attachments;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    if (skip) {
      return;
    }
    PluginProject plugin = new PluginProject(project);
    try {
      Libraries libraries = plugin.libraries();
      if (libraries.files().isEmpty()) {
        // One that an earlier build left would be taken for the plugin.
        Files.deleteIfExists(plugin.zip());
        getLog().info("The plugin is " + plugin.jar().getFileName());
        return;
      }
      PluginZip.write(plugin.zip(), plugin.jar(), libraries.files(), time());
      attachments.attachArtifact(project, "zip", plugin.zip().toFile());
      getLog()
          .info(
              "The plugin is "
                  + plugin.zip().getFileName()
                  + ", with "
                  + libraries.files().size()
                  + " libraries in lib/");
    } catch (IOException e) {
      throw new MojoExecutionException("The plugin cannot be packed: " + e.getMessage(), e);
    }
  }

  private Instant time() throws MojoFailureException {
    if (outputTimestamp == null || outputTimestamp.length() < 2) {
      return UNSAID;
    }
    try {
      return outputTimestamp.chars().allMatch(Character::isDigit)
          ? Instant.ofEpochSecond(Long.parseLong(outputTimestamp))
          : OffsetDateTime.parse(outputTimestamp).toInstant();
    } catch (DateTimeException | NumberFormatException e) {
      throw new MojoFailureException(
          "project.build.outputTimestamp \""
              + outputTimestamp
              + "\" is neither a time such as 2025-01-01T00:00:00Z nor seconds since 1970",
          e);
    }
  }
}
