package dev.gatehouse.history.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "model:gpt-5 | model:gpt-5",
        "model:\"gpt-5\" | model:gpt-5",
        "Model:gpt-5 status:>=500 | model:gpt-5 status:>=500",
        "a and b | a b",
        "a AND b or c | (a b) or c",
        "a && b | a b",
        "HAS:(error or cost) | error:* or cost:*",
        "not a | -a",
        "!a | -a",
        "a -b | a -b",
        "--a | a",
        "a (b or c) | a (b or c)",
        "(a b) c | a b c",
        "model:(a or b) | model:a or model:b",
        "model:(a or -b) x | (model:a or -model:b) x",
        "latencyMs:>2s | latency:>2s",
        "latency:> 2s | latency:>2s",
        "tokens:[1000 to 4000] | tokens:[1000 to 4000]",
        "tokens:[1000 TO *] | tokens:[1000 to *]",
        "time:>now-1h | time:>now-1h",
        "time:>2026-11-23T10:00:00Z | time:>2026-11-23T10:00:00Z",
        "cost:>$0.01 | cost:>$0.01",
        "cost:=0.01 | cost:0.01",
        "error:* | error:*",
        "has:error | error:*",
        "model:gpt-* | model:gpt-*",
        "model:llama3:8b | model:\"llama3:8b\"",
        "model:a\\*b | model:\"a*b\"",
        "connect* | connect*",
        "\"connection reset\" | \"connection reset\"",
        "attr.team:search | attr.team:search",
        "\"and\" | \"and\"",
        "* | ",
        "12:30 | \"12:30\"",
        "foo(bar) | foo bar",
        "a - b | a \"-\" b",
        "5xx status:5xx | 5xx status:5xx",
        "model:and | model:\"and\"",
      })
  void understands(String query, String canonical) {
    ParsedQuery parsed = QueryParser.parse(query);

    assertThat(parsed.diagnostics()).isEmpty();
    assertThat(QueryPrinter.print(parsed.root())).isEqualTo(canonical == null ? "" : canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      value = {
        "modle:gpt | 0 | 5 | no field \"modle\" | modle:gpt",
        "a modle:(x or y) | 2 | 7 | no field | a (modle:x or modle:y)",
        "a ) b | 2 | 3 | no bracket to close | a b",
        "(a b | 0 | 1 | closing bracket is missing | a b",
        "a or | 2 | 4 | needs a term on both sides | a",
        "and a | 0 | 3 | needs a term on both sides | a",
        "a not | 2 | 5 | needs a term behind it | a",
        "model: x | 0 | 6 | value is missing | model:\"\" x",
        "\"a b | 0 | 4 | closing quote | \"a b\"",
        "latency:>fast | 9 | 13 | does not understand | latency:>fast",
        "status:20* | 7 | 10 | Patterns work on words | status:20*",
        "model:>3 | 7 | 8 | cannot be compared | model:>3",
        "tokens:[1 to 2 | 7 | 8 | closing \"]\" | tokens:[1 to 2]",
        "tokens:[1] | 7 | 10 | [low to high] | tokens:\"\"",
        "() a | 0 | 1 | nothing in these brackets | a",
        "status:> | 7 | 8 | value is missing | status:\"\"",
      })
  void tellsWhatItDoesNotUnderstand(
      String query, int start, int end, String message, String canonical) {
    ParsedQuery parsed = QueryParser.parse(query);

    assertThat(parsed.diagnostics())
        .anySatisfy(diagnostic -> {
          assertThat(diagnostic.message()).contains(message);
          assertThat(diagnostic.start()).isEqualTo(start);
          assertThat(diagnostic.end()).isEqualTo(end);
        });
    assertThat(QueryPrinter.print(parsed.root())).isEqualTo(canonical);
  }

  @ParameterizedTest
  @CsvSource({
    "modle, model",
    "provder, provider",
    "latncy, latency",
    "tokns, tokens",
    "outcom, outcome",
    "staus, status",
    "consumr, consumer",
    "mdoel, model"
  })
  void suggestsTheFieldThatWasMeant(String typed, String meant) {
    Diagnostic diagnostic = QueryParser.parse(typed + ":x").diagnostics().getFirst();

    assertThat(diagnostic.suggestion()).isEqualTo(meant);
  }

  @Test
  void understandsTheSignsOfProgrammers() {
    assertThat(QueryPrinter.print(QueryParser.parse("a && b || !c").root()))
        .isEqualTo("(a b) or -c");
  }

  @Test
  void suggestsNothingWhenNothingIsAlike() {
    assertThat(QueryParser.parse("https://x").diagnostics())
        .singleElement()
        .satisfies(diagnostic -> assertThat(diagnostic.suggestion()).isNull());
  }

  @Test
  void matchesNothingWhenTermsAreTooMany() {
    ParsedQuery parsed = QueryParser.parse("a ".repeat(QueryParser.MAX_TERMS + 1));

    assertThat(parsed.root()).isEqualTo(Node.NOTHING);
    assertThat(parsed.diagnostics()).isNotEmpty();
  }

  @Test
  void takesAsManyTermsAsAreAllowed() {
    assertThat(QueryParser.parse("a ".repeat(QueryParser.MAX_TERMS)).diagnostics()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "model:(", "-(", "not ", "-", "\"", "model:[", "\\"})
  void survivesEndlessRepetition(String piece) {
    ParsedQuery parsed = QueryParser.parse(piece.repeat(QueryParser.MAX_LENGTH / piece.length()));

    assertThat(parsed).isNotNull();
  }

  @Test
  void matchesNothingWhenTheTextIsTooLong() {
    assertThat(QueryParser.parse("a".repeat(QueryParser.MAX_LENGTH + 1)).root())
        .isEqualTo(Node.NOTHING);
  }

  @Test
  void keepsValuesOfAliasesUnderTheCanonicalName() {
    assertThat(QueryParser.parse("traceId:4bf9 key:me").root())
        .isEqualTo(
            new Node.And(
                List.of(
                    new Node.Match("trace", new Value.Text("4bf9")),
                    new Node.Match("consumer", new Value.Text("me")))));
  }
}
