package dev.gatehouse.history.search;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/// Words one after another, some of which are patterns. Each pattern stands for the first so many
/// words of the index that it matches.
final class GlobPhraseQuery extends Query {
  private static final int MAX_EXPANSIONS = 1024;

  private final String field;
  private final List<String> words;

  GlobPhraseQuery(String field, List<String> words) {
    this.field = field;
    this.words = List.copyOf(words);
  }

  @Override
  public Query rewrite(IndexSearcher searcher) throws IOException {
    MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder();
    for (String word : words) {
      List<Term> terms = terms(searcher, word);
      if (terms.isEmpty()) {
        return new MatchNoDocsQuery("no word matches " + field);
      }
      phrase.add(terms.toArray(Term[]::new));
    }
    return phrase.build();
  }

  private List<Term> terms(IndexSearcher searcher, String word) throws IOException {
    if (word.indexOf('*') < 0 && word.indexOf('?') < 0) {
      return List.of(new Term(field, word));
    }
    CompiledAutomaton automaton;
    try {
      automaton = new WildcardQuery(new Term(field, word)).getCompiled();
    } catch (TooComplexToDeterminizeException e) {
      return List.of();
    }
    Set<Term> found = new LinkedHashSet<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms == null) {
        continue;
      }
      TermsEnum each = automaton.getTermsEnum(terms);
      for (BytesRef term = each.next();
          term != null && found.size() < MAX_EXPANSIONS;
          term = each.next()) {
        found.add(new Term(field, BytesRef.deepCopyOf(term)));
      }
    }
    return new ArrayList<>(found);
  }

  @Override
  public void visit(QueryVisitor visitor) {
    if (visitor.acceptField(field)) {
      visitor.visitLeaf(this);
    }
  }

  @Override
  public String toString(String defaultField) {
    return field + ":" + words;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GlobPhraseQuery query
        && query.field.equals(field)
        && query.words.equals(words);
  }

  @Override
  public int hashCode() {
    return Objects.hash(field, words);
  }
}
