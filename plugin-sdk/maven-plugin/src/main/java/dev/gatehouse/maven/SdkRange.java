package dev.gatehouse.maven;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Says with which versions of the SDK a plugin runs that was compiled against one of them.
final class SdkRange {
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+).*");

  private SdkRange() {}

  /// Returns the range: from the minor version compiled against up to the next major one. Before
  /// 1.0 each minor version may break, so there it ends with the next minor one.
  ///
  /// @param version such as `1.4.2` or `0.1.0-SNAPSHOT`
  /// @return such as `[1.4,2)` or `[0.1,0.2)`
  /// @throws IllegalArgumentException when the version has no major and minor number
  static String of(String version) {
    Matcher matcher = VERSION.matcher(version);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the SDK's version \"" + version + "\" does not begin with two numbers, such as 1.4");
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    String end = major == 0 ? "0." + (minor + 1) : String.valueOf(major + 1);
    return "[" + major + "." + minor + "," + end + ")";
  }
}
