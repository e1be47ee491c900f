package dev.gatehouse.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Shows that the gate is not one that lets everything pass.
class ApiGateTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a method that is gone          | public class T { public void a() {} }             | public class T {}                                 | METHOD_REMOVED
          another type that is returned  | public class T { public int a() { return 1; } }   | public class T { public long a() { return 1; } }  | METHOD_RETURN_TYPE_CHANGED
          a constant that is gone        | public enum T { A, B }                            | public enum T { A }                               | FIELD_REMOVED
          a record with one field more   | public record T(int a) {}                         | public record T(int a, int b) {}                  | CONSTRUCTOR_REMOVED
          a class that is gone           | public class T {}                                 | class T {}                                        | CLASS_LESS_ACCESSIBLE
          a method that plugins lack     | public interface T {}                             | public interface T { void a(); }                  | give the new method a default
          """)
  void tellsWhatBreaks(String what, String before, String after, String told) throws IOException {
    assertThat(new ApiGate(Set.of()).breaks(jar("old", before), jar("new", after)))
        .as(what)
        .anySatisfy(line -> assertThat(line).startsWith("tiny.T").contains(told));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a method more              | public class T {}      | public class T { public void a() {} }
          a default method more      | public interface T {}  | public interface T { default void a() {} }
          what is experimental goes  | @Experimental public class T { public void a() {} } | @Experimental public class T {}
          an experimental method     | public class T { @Experimental public void a() {} } | public class T {}
          """)
  void letsPassWhatBreaksNothing(String what, String before, String after) throws IOException {
    assertThat(new ApiGate(Set.of()).breaks(jar("old", before), jar("new", after)))
        .as(what)
        .isEmpty();
  }

  @Test
  void letsInterfacesGrowThatOnlyTheKernelImplements() throws IOException {
    Path before = jar("old", "public interface T {}");
    Path after = jar("new", "public interface T { void a(); }");

    assertThat(new ApiGate(Set.of("tiny.T")).breaks(before, after)).isEmpty();
  }

  @Test
  void seesWhatSealedTypesAndEnumsPermit() throws IOException {
    Path jar =
        jar(
            "sets",
            "public sealed interface T { record A() implements T {} enum B implements T { X, Y } }");

    assertThat(ClosedSets.of(jar))
        .containsEntry("tiny.T", Set.of("tiny.T$A", "tiny.T$B"))
        .containsEntry("tiny.T$B", Set.of("X", "Y"));
  }

  private Path jar(String version, String source) throws IOException {
    return TinySdk.jar(folder, version, "T", source);
  }
}
