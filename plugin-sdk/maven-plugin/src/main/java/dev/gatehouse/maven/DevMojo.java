package dev.gatehouse.maven;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.lifecycle.LifecycleExecutor;
import org.apache.maven.model.Resource;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.BuildPluginManager;
import org.apache.maven.plugin.MojoExecution;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.plugins.annotations.ResolutionScope;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/// Builds the plugin and drops it into a running gateway, now and after each save, until it is
/// interrupted. What a build would do up to the phase `package` is done, with the project's own
/// compiler and without tests.
///
/// A change of the project's dependencies needs a new start.
@Mojo(name = "dev", requiresDependencyResolution = ResolutionScope.TEST)
@SuppressWarnings("NullAway.Init") // Maven fills the fields before it calls execute()
public final class DevMojo extends AbstractMojo {
  private static final Set<String> TEST_PHASES =
      Set.of(
          "generate-test-sources",
          "process-test-sources",
          "generate-test-resources",
          "process-test-resources",
          "test-compile",
          "process-test-classes",
          "test");

  /// The plugin's id in the gateway.
  @Parameter(property = "gatehouse.plugin.id", defaultValue = "${project.artifactId}")
  private String id;

  /// The folder that the gateway watches.
  @Parameter(property = "gatehouse.plugins", defaultValue = "plugins")
  private File plugins;

  /// The address of the gateway's admin API.
  @Parameter(property = "gatehouse.admin", defaultValue = "http://127.0.0.1:9090")
  private String admin;

  /// The gateway's admin key, if it has one; better given by the environment variable.
  @Parameter(property = "gatehouse.admin.key", defaultValue = "${env.GATEHOUSE_ADMIN_KEY}")
  private @Nullable String adminKey;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  private final LifecycleExecutor lifecycle;
  private final BuildPluginManager goals;

  /// Made by Maven.
  @Inject
  public DevMojo(LifecycleExecutor lifecycle, BuildPluginManager goals) {
    this.lifecycle = lifecycle;
    this.goals = goals;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    try (RunningGateway gateway = new RunningGateway(URI.create(admin), adminKey)) {
      List<MojoExecution> build = build();
      Sources sources = new Sources(sources());
      round(build, gateway);
      getLog().info("Waiting for changes in " + project.getBasedir() + "; end with Ctrl-C.");
      while (true) {
        List<Path> changed = sources.awaitChange();
        getLog()
            .info(
                changed.getFirst().getFileName()
                    + (changed.size() == 1 ? "" : " and " + (changed.size() - 1) + " more"));
        round(build, gateway);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new MojoExecutionException("The sources cannot be watched: " + e.getMessage(), e);
    }
  }

  /// Returns what the project does up to the phase `package`, without tests.
  private List<MojoExecution> build() throws MojoExecutionException {
    try {
      return lifecycle.calculateExecutionPlan(session, true, "package").getMojoExecutions().stream()
          .filter(execution -> !TEST_PHASES.contains(execution.getLifecyclePhase()))
          .toList();
    } catch (Exception e) {
      throw new MojoExecutionException("The build cannot be planned: " + e.getMessage(), e);
    }
  }

  private List<Path> sources() {
    List<Path> roots = new ArrayList<>();
    project.getCompileSourceRoots().forEach(root -> roots.add(Path.of(root)));
    for (Resource resource : project.getResources()) {
      roots.add(Path.of(resource.getDirectory()));
    }
    return roots;
  }

  /// Builds, drops and tells. A mistake in the sources is told by the compiler; the next save tries
  /// again.
  private void round(List<MojoExecution> build, RunningGateway gateway)
      throws InterruptedException {
    long begin = System.nanoTime();
    try {
      // Goals that make the jar refuse to make it twice for what they take for one build.
      project.getArtifact().setFile(null);
      for (MojoExecution execution : build) {
        goals.executeMojo(session, execution);
      }
      PluginProject plugin = new PluginProject(project);
      boolean zip = !plugin.libraries().files().isEmpty();
      String name = id + "-" + project.getVersion() + (zip ? ".zip" : ".jar");
      String hash = new DropFolder(plugins.toPath()).put(zip ? plugin.zip() : plugin.jar(), name);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
      RunningGateway.Fate fate = gateway.await(hash);
      String told = name + ": built in " + millis + " ms, " + fate.text();
      if (fate.live()) {
        getLog().info(told);
      } else {
        getLog().warn(told);
      }
    } catch (MojoFailureException e) {
      getLog().error(e.getLongMessage() == null ? e.getMessage() : e.getLongMessage());
    } catch (InterruptedException e) {
      throw e;
    } catch (Exception e) {
      getLog().error("Not built: " + e.getMessage());
    }
  }
}
