package dev.gatehouse.kernel.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Entries;
import dev.gatehouse.sdk.Option;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// Turning nodes into a record of every type that a configuration may have.
class BinderTest {
  @TempDir Path base;

  enum Mode {
    FAST_LANE,
    SLOW
  }

  record Inner(@Min(1) int count, @Nullable String note) {}

  record Everything(
      @Option(description = "d", defaultValue = "none") @Size(max = 10) String text,
      @Option(description = "d", defaultValue = "1") @Positive int number,
      @Option(description = "d", defaultValue = "1") long big,
      @Option(description = "d", defaultValue = "0.5") @DecimalMax("1.0") double share,
      @Option(description = "d", defaultValue = "false") boolean yes,
      @Option(description = "d", defaultValue = "10s") @Min(1) Duration time,
      @Option(description = "d", defaultValue = "1KiB") ByteSize size,
      @Option(description = "d", defaultValue = "slow") Mode mode,
      @Nullable URI link,
      @Nullable Secret key,
      @Nullable JsonNode free,
      @Nullable Inner inner,
      List<Inner> inners,
      List<@Pattern(regexp = "[a-z]+") @NotBlank String> words,
      Map<String, @Min(1) Integer> counts) {}

  private record Bound(@Nullable Everything value, List<String> problems) {}

  private Bound bind(String yaml) {
    ConfigProblems problems = new ConfigProblems();
    ConfigNode node = YamlReader.read(yaml, "f", problems);
    Map<String, String> environment = Map.of("WORD", "canary", "SEVEN", "7");
    Everything value =
        new Binder(new References(environment, base), problems).bind(node, Everything.class);
    return new Bound(value, problems.all().stream().map(ConfigProblem::toString).toList());
  }

  @Test
  void takesDefaultsForWhatIsAbsent() {
    for (String yaml : List.of("{}", "text:\nnumber: ~\ninners: null\n")) {
      Bound bound = bind(yaml);

      assertThat(bound.problems()).isEmpty();
      assertThat(bound.value())
          .isEqualTo(
              new Everything(
                  "none",
                  1,
                  1,
                  0.5,
                  false,
                  Duration.ofSeconds(10),
                  ByteSize.parse("1KiB"),
                  Mode.SLOW,
                  null,
                  null,
                  null,
                  null,
                  List.of(),
                  List.of(),
                  Map.of()));
    }
  }

  @Test
  void readsEveryType() {
    Bound bound =
        bind(
            """
            text: 8080
            number: 2000
            big: "9007199254740993"
            share: 1
            yes: true
            time: 90s
            size: 2MiB
            mode: FAST_LANE
            link: https://example.org/v1
            free: { a: [ 1, 2.5, x, ~, true ] }
            inner: { count: 3 }
            inners: [ { count: 1, note: n } ]
            words: alone
            counts: { a: 1, b: 2 }
            """);

    assertThat(bound.problems()).isEmpty();
    Everything value = Objects.requireNonNull(bound.value());
    assertThat(value.text()).isEqualTo("8080");
    assertThat(value.number()).isEqualTo(2000);
    assertThat(value.big()).isEqualTo(9007199254740993L);
    assertThat(value.share()).isEqualTo(1.0);
    assertThat(value.time()).isEqualTo(Duration.ofSeconds(90));
    assertThat(value.size().bytes()).isEqualTo(2 << 20);
    assertThat(value.mode()).isEqualTo(Mode.FAST_LANE);
    assertThat(value.free()).hasToString("{\"a\":[1,2.5,\"x\",null,true]}");
    assertThat(value.inner()).isEqualTo(new Inner(3, null));
    assertThat(value.inners()).containsExactly(new Inner(1, "n"));
    assertThat(value.words()).containsExactly("alone");
    assertThat(value.counts()).containsExactly(Map.entry("a", 1), Map.entry("b", 2));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          { number: x }                     | f:1:11 number: expected a whole number, got "x"
          { number: 99999999999 }           | f:1:11 number: expected a whole number
          { number: [ 1 ] }                 | f:1:11 number: expected a whole number, got a list
          { number: 0 }                     | f:1:11 number: must be positive, got 0
          { share: NaN }                    | f:1:10 share: expected a number, got "NaN"
          { share: 1.01 }                   | f:1:10 share: must be at most 1.0, got 1.01
          { yes: on }                       | f:1:8 yes: expected true or false, got "on"
          { text: { a: 1 } }                | f:1:9 text: expected a text, got a mapping
          { text: aaaaaaaaaaa }             | f:1:9 text: must have 0 to 10 entries or characters, has 11
          { time: 10mm }                    | f:1:9 time: expected a duration such as 250ms, 10s, 5m, 1h or 7d, got "10mm"
          { time: 0s }                      | f:1:9 time: must be at least 1, got 0
          { size: 5 apples }                | f:1:9 size: expected a size such as 512B, 64KiB or 10MiB, got "5 apples"
          { mode: fats-lane }               | f:1:9 mode: "fats-lane" is not one of fast-lane, slow (did you mean "fast-lane"?)
          { link: nowhere }                 | f:1:9 link: expected a URL such as https://example.org/v1
          { link: "https://a:b@example" }   | f:1:9 link: expected a URL such as https://example.org/v1, without user or password
          { inner: 3 }                      | f:1:10 inner: expected keys and values, got a number; known keys: count, note
          { inner: {} }                     | f:1:10 inner.count: is required
          { inner: { count: 0 } }           | f:1:19 inner.count: must be at least 1, got 0
          { inners: { count: 1 } }          | f:1:11 inners: expected a list, got a mapping
          { inners: [ { cuont: 1 } ] }      | f:1:22 inners[0].cuont: unknown key (did you mean "count"?); known keys: count, note
          { words: [ a, { b: 1 } ] }        | f:1:15 words[1]: expected a text, got a mapping
          { words: [ a, B ] }               | f:1:15 words[1]: "B" does not have the form [a-z]+
          { counts: [ 1 ] }                 | f:1:11 counts: expected names with values, got a list
          { counts: { a: 1, b: 0 } }        | f:1:22 counts.b: must be at least 1, got 0
          { link: "${OTHER}" }              | f:1:9 link: the environment variable OTHER is not set
          """)
  void tellsWhatDoesNotFitAndWhere(String yaml, String expected) {
    Bound bound = bind(yaml);

    assertThat(bound.value()).isNull();
    assertThat(bound.problems()).anySatisfy(told -> assertThat(told).contains(expected));
  }

  @Test
  void takesAQuotedTildeForAText() {
    assertThat(bind("text: '~'").value()).extracting(Everything::text).isEqualTo("~");
    assertThat(bind("text: \"~\"").value()).extracting(Everything::text).isEqualTo("~");
    assertThat(bind("# \uD83D\uDE00\ntext: ~\n").value())
        .extracting(Everything::text)
        .isEqualTo("none");
  }

  @Test
  void tellsEverythingAtOnceInTheOrderOfTheFile() {
    Bound bound = bind("number: x\nshare: y\ninner: { count: z, not: 1 }\nwords: [ A, b, C ]\n");

    assertThat(bound.problems())
        .extracting(told -> told.substring(0, told.indexOf(':', 6)))
        .containsExactly(
            "f:1:9 number",
            "f:2:8 share",
            "f:3:17 inner.count",
            "f:3:25 inner.not",
            "f:4:10 words[0]",
            "f:4:16 words[2]");
  }

  @Test
  void hidesWhatAReferenceStandsForEvenWhereItBeginsLikeAnother() {
    ConfigProblems problems = new ConfigProblems();
    problems.hide("canary", "${SHORT}");
    problems.hide("canary-with-tail", "${LONG}");
    problems.error(new Location("f", 1, 1), "p", "got canary-with-tail and canary");

    assertThat(problems.render()).isEqualTo("f:1:1 p: got ${LONG} and ${SHORT}");
  }

  @Test
  void resolvesReferencesInsideListsMapsAndFreeValues() throws IOException {
    Files.writeString(base.resolve("word"), "\nfrom-file \n");
    Bound bound =
        bind(
            """
            number: ${SEVEN}
            words: [ "${WORD}", "${OTHER:-x}" ]
            counts: { a: "1${SEVEN}" }
            free: { a: "${file:word}", "${WORD}": 1 }
            """);

    assertThat(bound.problems()).isEmpty();
    Everything value = Objects.requireNonNull(bound.value());
    assertThat(value.number()).isEqualTo(7);
    assertThat(value.words()).containsExactly("canary", "x");
    assertThat(value.counts()).containsEntry("a", 17);
    assertThat(value.free()).hasToString("{\"a\":\"from-file\",\"${WORD}\":1}");
  }

  record Refusing(@Nullable String text, @Nullable Secret key) {
    Refusing {
      if (key != null) {
        throw new IllegalArgumentException("a key like " + key.reveal() + " is weak");
      }
      Objects.requireNonNull(text);
    }
  }

  private String refusal(String yaml) {
    ConfigProblems problems = new ConfigProblems();
    ConfigNode node = YamlReader.read(yaml, "f", problems);
    Binder binder = new Binder(new References(Map.of("WORD", "canary"), base), problems);
    assertThat(binder.bind(node, Refusing.class)).isNull();
    return problems.render();
  }

  @Test
  void tellsWhyARecordRefusesItsValuesWithoutTheSecret() {
    assertThat(refusal("{ text: t, key: canary-literal }"))
        .isEqualTo("f:1:1 a key like *** is weak");
    assertThat(refusal("{ text: t, key: \"${WORD}\" }"))
        .isEqualTo("f:1:1 a key like ${WORD} is weak");
  }

  @Test
  void tellsOfARecordThatCannotStandItsValues() {
    assertThat(refusal("{}"))
        .contains("f:1:1")
        .contains("Refusing")
        .contains("NullPointerException");
  }

  @Entries
  record ByName(@Option(description = "d") Map<String, @Min(1) Integer> all) {}

  @Test
  void bindsAMappingWhoseKeysAreEntries() {
    ConfigProblems problems = new ConfigProblems();
    Binder binder = new Binder(new References(Map.of(), base), problems);

    assertThat(binder.bind(YamlReader.read("a: 1", "f", problems), ByName.class))
        .isEqualTo(new ByName(Map.of("a", 1)));
    assertThat(binder.bind(YamlReader.read("a: 0", "f", problems), ByName.class)).isNull();
    assertThat(problems.render()).isEqualTo("f:1:4 a: must be at least 1, got 0");
  }
}
