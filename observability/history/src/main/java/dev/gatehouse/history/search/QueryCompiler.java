package dev.gatehouse.history.search;

import dev.gatehouse.history.index.CodeAnalyzer;
import dev.gatehouse.history.index.IndexNames;
import dev.gatehouse.history.query.Field;
import dev.gatehouse.history.query.Field.Kind;
import dev.gatehouse.history.query.Fields;
import dev.gatehouse.history.query.Interval;
import dev.gatehouse.history.query.Literals;
import dev.gatehouse.history.query.Node;
import dev.gatehouse.history.query.Value;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexOrDocValuesQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.jspecify.annotations.Nullable;

/// Turns the tree of a query into Lucene's. What the parser found fault with matches nothing.
final class QueryCompiler {
  /// What words without a field are looked for in. System prompts are left out: they are the same
  /// in every record.
  private static final List<String> TEXTS = List.of("prompt", "answer", "error-text", "tools");

  private static final List<String> IDS = List.of("id", "trace", "session");

  private final CodeAnalyzer analyzer;
  private final Instant now;

  QueryCompiler(CodeAnalyzer analyzer, Instant now) {
    this.analyzer = analyzer;
    this.now = now;
  }

  Query compile(Node node) {
    return switch (node) {
      case Node.Everything _ -> MatchAllDocsQuery.INSTANCE;
      case Node.And and -> all(and.parts());
      case Node.Or or -> any(or.parts().stream().map(this::compile).toList());
      case Node.Not _ -> all(List.of(node));
      case Node.Words words -> words(words.value());
      case Node.Match match ->
          Fields.find(match.field())
              .map(field -> match(field, match.value()))
              .orElseGet(QueryCompiler::nothing);
      case Node.Compare compare ->
          literal(compare.field(), compare.bound())
              .map(it -> range(compare.field(), it.compared(compare.comparison())))
              .orElseGet(QueryCompiler::nothing);
      case Node.Between between -> between(between);
    };
  }

  private Query all(List<Node> parts) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    boolean positive = false;
    for (Node part : parts) {
      if (part instanceof Node.Not not) {
        query.add(compile(not.part()), Occur.MUST_NOT);
      } else {
        query.add(compile(part), Occur.FILTER);
        positive = true;
      }
    }
    if (!positive) {
      query.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    }
    return query.build();
  }

  private static Query any(List<Query> parts) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    parts.forEach(it -> query.add(it, Occur.SHOULD));
    return query.build();
  }

  private Query words(Value value) {
    List<Query> places = new ArrayList<>();
    for (String name : TEXTS) {
      places.add(text(name, value));
    }
    for (String name : IDS) {
      places.add(keyword(name, value));
    }
    return any(places);
  }

  private Query match(Field field, Value value) {
    if (value instanceof Value.Any) {
      boolean listed = field.kind() == Kind.TEXT || field.kind() == Kind.ID;
      return listed
          ? new TermQuery(new Term(IndexNames.PRESENT, field.name()))
          : new FieldExistsQuery(field.name());
    }
    return switch (field.kind()) {
      case TEXT -> text(field.name(), value);
      case KEYWORD, ID -> keyword(field.name(), value);
      case WORD -> keyword(field.name(), lower(value));
      case NUMBER, DURATION, MONEY, SIZE, TIME ->
          value instanceof Value.Text text
              ? literal(field.name(), text.text())
                  .map(it -> range(field.name(), it))
                  .orElseGet(QueryCompiler::nothing)
              : nothing();
    };
  }

  private static Value lower(Value value) {
    return switch (value) {
      case Value.Text text -> new Value.Text(text.text().toLowerCase(Locale.ROOT));
      case Value.Glob glob -> new Value.Glob(glob.pattern().toLowerCase(Locale.ROOT));
      case Value.Any any -> any;
    };
  }

  private static Query keyword(String name, Value value) {
    return switch (value) {
      case Value.Text text -> new TermQuery(new Term(name, text.text()));
      case Value.Glob glob -> GlobQueries.keyword(name, glob.pattern());
      case Value.Any _ -> nothing();
    };
  }

  private Query text(String name, Value value) {
    return switch (value) {
      case Value.Text text -> phrase(name, analyzer.words(text.text()));
      case Value.Glob glob -> GlobQueries.text(name, glob.pattern(), analyzer);
      case Value.Any _ -> new TermQuery(new Term(IndexNames.PRESENT, name));
    };
  }

  private static Query phrase(String name, List<String> words) {
    if (words.isEmpty()) {
      return nothing();
    }
    return words.size() == 1
        ? new TermQuery(new Term(name, words.getFirst()))
        : new PhraseQuery(name, words.toArray(String[]::new));
  }

  private Query between(Node.Between between) {
    Optional<Interval> low = bound(between.field(), between.low());
    Optional<Interval> high = bound(between.field(), between.high());
    return low.isPresent() && high.isPresent()
        ? range(between.field(), new Interval(low.get().first(), high.get().last()))
        : nothing();
  }

  private Optional<Interval> bound(String field, @Nullable String text) {
    return text == null ? Optional.of(Interval.ALL) : literal(field, text);
  }

  private Optional<Interval> literal(String field, String text) {
    return Fields.find(field).flatMap(it -> Literals.read(it.kind(), text, now));
  }

  static Query range(String field, Interval interval) {
    if (interval.empty()) {
      return nothing();
    }
    if (field.equals(IndexNames.TIME)) {
      return new IndexOrDocValuesQuery(
          LongPoint.newRangeQuery(field, interval.first(), interval.last()),
          NumericDocValuesField.newSlowRangeQuery(field, interval.first(), interval.last()));
    }
    return LongField.newRangeQuery(field, interval.first(), interval.last());
  }

  private static Query nothing() {
    return MatchNoDocsQuery.INSTANCE;
  }
}
