package dev.gatehouse.kernel.admin;

/// The version of this build, from its jar's manifest.
public final class Version {
  private Version() {}

  /// Returns the version, or `development` outside of a jar.
  public static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
