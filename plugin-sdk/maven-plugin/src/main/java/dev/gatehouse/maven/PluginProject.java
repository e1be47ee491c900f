package dev.gatehouse.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.project.MavenProject;

/// What the goals ask the Maven project of a plugin.
record PluginProject(MavenProject maven) {
  private static final String SDK_GROUP = "dev.gatehouse";
  private static final String SDK_ARTIFACT = "gatehouse-sdk-api";

  /// Returns the folder of compiled classes.
  Path classes() {
    return Path.of(maven.getBuild().getOutputDirectory());
  }

  /// Returns the folder for what these goals keep beside the classes.
  Path workFolder() {
    return Path.of(maven.getBuild().getDirectory()).resolve("gatehouse");
  }

  /// Returns the file in which `describe` tells tests which libraries the plugin brings along: one
  /// path to a line.
  Path libraryList() {
    return workFolder().resolve("libraries.txt");
  }

  Libraries libraries() throws IOException {
    return Libraries.of(maven.getArtifacts());
  }

  /// Returns the plugin's jar.
  ///
  /// @throws MojoFailureException when it was not made yet
  Path jar() throws MojoFailureException {
    File made = maven.getArtifact().getFile();
    if (made == null || !made.isFile()) {
      throw new MojoFailureException(
          "The plugin's jar is not made yet. This goal runs in the phase package, after"
              + " maven-jar-plugin.");
    }
    return made.toPath();
  }

  /// Returns where the zip of a plugin with libraries lies.
  Path zip() {
    return Path.of(maven.getBuild().getDirectory())
        .resolve(maven.getBuild().getFinalName() + ".zip");
  }

  /// Returns the version of the SDK that the plugin is compiled against.
  ///
  /// @throws MojoFailureException when it is none of the dependencies, or would be packed
  String sdkVersion() throws MojoFailureException {
    for (Artifact dependency : maven.getArtifacts()) {
      if (dependency.getGroupId().equals(SDK_GROUP)
          && dependency.getArtifactId().equals(SDK_ARTIFACT)) {
        return dependency.getBaseVersion();
      }
    }
    throw new MojoFailureException(
        "A gateway plugin is compiled against the SDK. Add the dependency "
            + SDK_GROUP
            + ":"
            + SDK_ARTIFACT
            + " with scope provided.");
  }
}
