package dev.gatehouse.kernel.plugin;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The version of the SDK, and ranges of it in the one notation there is: `[0.1,0.2)`.
final class SdkVersion {
  /// The SDK that this kernel provides.
  static final String CURRENT = "0.1";

  private static final Pattern RANGE = Pattern.compile("\\[([0-9.]+),([0-9.]+)\\)");

  private SdkVersion() {}

  /// Returns what speaks against running a plugin built for the range, or an empty text.
  static String complaint(String range) {
    Matcher matcher = RANGE.matcher(range.replace(" ", ""));
    if (!matcher.matches()) {
      return "its SDK range \"" + range + "\" is not of the form [0.1,0.2)";
    }
    if (compare(CURRENT, matcher.group(1)) < 0 || compare(CURRENT, matcher.group(2)) >= 0) {
      return "it needs SDK " + range + ", this gateway has " + CURRENT;
    }
    return "";
  }

  /// Compares versions number by number; words count as 0, so `1.0-SNAPSHOT` equals `1.0`.
  static int compare(String first, String second) {
    int[] a = numbers(first);
    int[] b = numbers(second);
    for (int i = 0; i < Math.max(a.length, b.length); i++) {
      int order = Integer.compare(i < a.length ? a[i] : 0, i < b.length ? b[i] : 0);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static int[] numbers(String version) {
    return Arrays.stream(version.split("[^0-9]+"))
        .filter(part -> !part.isEmpty())
        .mapToInt(part -> part.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(part))
        .toArray();
  }
}
