package dev.gatehouse.history.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class QueryProperties {
  @Property(tries = 50_000)
  void anyTextHasATreeThatPrintsAndParsesToItself(@ForAll("texts") String text) {
    ParsedQuery parsed = QueryParser.parse(text);
    String printed = QueryPrinter.print(parsed.root());

    assertThat(QueryParser.parse(printed).root()).isEqualTo(parsed.root());
    for (Diagnostic diagnostic : parsed.diagnostics()) {
      assertThat(diagnostic.start()).isBetween(0, text.length());
      assertThat(diagnostic.end()).isBetween(diagnostic.start(), text.length());
    }
  }

  @Property(tries = 5_000)
  void anyTreeIsPrintedAndReadAgain(@ForAll("trees") Node tree) {
    assertThat(QueryParser.parse(QueryPrinter.print(tree)).root()).isEqualTo(tree);
  }

  /// Random characters, and random sequences of what queries are made of.
  @Provide
  Arbitrary<String> texts() {
    Arbitrary<String> pieces =
        Arbitraries.of(
                "model", "status", ":", ">", ">=", "<", "=", "(", ")", "[", "]", "\"", "\\", " ",
                " and ", " or ", " not ", " to ", "-", "!", "*", "?", "a", "5xx", "2s", "now-1h",
                "attr.x", "has:", "é", "\u3000", "𝒳", "中文", "&&", "||", "~", ".", "/")
            .list()
            .ofMaxSize(20)
            .map(parts -> String.join("", parts));
    return Arbitraries.oneOf(pieces, Arbitraries.strings().all().ofMaxLength(40));
  }

  @Provide
  Arbitrary<Node> trees() {
    return tree(3);
  }

  private static Arbitrary<Node> tree(int depth) {
    if (depth == 0) {
      return leaf();
    }
    Arbitrary<Node> inner = Arbitraries.lazy(() -> tree(depth - 1));
    Arbitrary<List<Node>> parts = inner.list().ofMinSize(2).ofMaxSize(4);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(3, leaf()),
        net.jqwik.api.Tuple.of(1, parts.map(Node::and)),
        net.jqwik.api.Tuple.of(1, parts.map(Node::or)),
        net.jqwik.api.Tuple.of(1, inner.map(Node::not)));
  }

  private static Arbitrary<Node> leaf() {
    Arbitrary<String> keywords = Arbitraries.of("model", "attr.a", "prompt", "user");
    Arbitrary<String> numbers = Arbitraries.of("status", "latency", "cost", "time");
    Arbitrary<String> texts = Arbitraries.strings().all().ofMaxLength(12);
    Arbitrary<Value> values =
        Arbitraries.oneOf(
            texts.map(Value.Text::new),
            Arbitraries.strings().withChars("ab-_ :\"中").ofMaxLength(6).map(t -> glob(t)),
            Arbitraries.just(new Value.Any()));
    return Arbitraries.oneOf(
        values.map(
            value -> value instanceof Value.Any ? new Node.Everything() : new Node.Words(value)),
        Combinators.combine(keywords, values).as(Node.Match::new),
        Combinators.combine(numbers, Arbitraries.of(Comparison.class), texts).as(Node.Compare::new),
        Combinators.combine(numbers, texts.injectNull(0.2), texts.injectNull(0.2))
            .as(Node.Between::new));
  }

  private static Value glob(String text) {
    return new Value.Glob("?" + text + "*\\*");
  }
}
