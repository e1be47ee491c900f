package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The page on errors names each code that the code can answer with, with its status, and no other.
class ErrorReferenceTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Pattern MADE =
      Pattern.compile(
          "(?:Problem\\s*\\.of|new Problem|new WireException|\\bproblem)\\(\\s*(\\w+),\\s*\"([a-z_]+)\"");
  private static final Pattern ROW =
      Pattern.compile("^\\| `([a-z_]+)` \\| (\\d{3}(?: or \\d{3})?) \\|.*");

  @Test
  void listsEveryCodeWithItsStatus() throws IOException {
    Map<String, Set<String>> made = new TreeMap<>();
    for (String folder : new String[] {"kernel/core", "plugins", "observability"}) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(folder))) {
        for (Path file : files.filter(ErrorReferenceTest::source).toList()) {
          Matcher found = MADE.matcher(Files.readString(file));
          while (found.find()) {
            made.computeIfAbsent(found.group(2), code -> new TreeSet<>()).add(found.group(1));
          }
        }
      }
    }
    Map<String, String> told = new TreeMap<>();
    for (String line : Files.readAllLines(ROOT.resolve("site/docs/reference/errors.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        told.put(row.group(1), row.group(2));
      }
    }

    assertThat(told.keySet()).isEqualTo(made.keySet());
    // A status that is computed cannot be compared.
    made.forEach((code, statuses) ->
        assertThat(statuses)
            .as(code)
            .allMatch(status ->
                !status.matches("\\d+") || List.of(told.get(code).split(" or ")).contains(status)));
  }

  private static boolean source(Path file) {
    String path = file.toString();
    return path.endsWith(".java") && path.contains("src/main/java");
  }
}
