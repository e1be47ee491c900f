package dev.gatehouse.history.search;

import dev.gatehouse.history.index.CodeAnalyzer;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.util.automaton.TooComplexToDeterminizeException;

/// Queries for patterns. In texts a pattern is cut into words as the text was, so that `getUser*`
/// finds `getUserById`; a star alone between words stands for any one word.
final class GlobQueries {
  /// More wildcards in one pattern would cost too much to prepare.
  private static final int MAX_WILDCARDS = 12;

  /// Stand for wildcards while a pattern is cut; letters that no text has.
  private static final char STAR = '\uE000';

  private static final char ONE = '\uE001';

  private GlobQueries() {}

  static Query keyword(String field, String pattern) {
    return wildcard(field, pattern);
  }

  static Query text(String field, String pattern, CodeAnalyzer analyzer) {
    List<String> words = cut(pattern, analyzer);
    if (words.isEmpty()) {
      return new MatchNoDocsQuery("a pattern of no words");
    }
    if (words.size() == 1) {
      return word(field, words.getFirst());
    }
    return new GlobPhraseQuery(field, words);
  }

  private static Query word(String field, String word) {
    return word.indexOf('*') < 0 && word.indexOf('?') < 0
        ? new TermQuery(new Term(field, word))
        : wildcard(field, word);
  }

  private static Query wildcard(String field, String pattern) {
    long wildcards = pattern.chars().filter(c -> c == '*' || c == '?').count();
    if (wildcards > MAX_WILDCARDS) {
      return new MatchNoDocsQuery("a pattern of too many wildcards");
    }
    try {
      return new WildcardQuery(new Term(field, pattern));
    } catch (TooComplexToDeterminizeException e) {
      return new MatchNoDocsQuery("a pattern that is too complex");
    }
  }

  /// Cuts a pattern into words, some of them patterns. A wildcard belongs to the word it touches.
  private static List<String> cut(String pattern, CodeAnalyzer analyzer) {
    List<String> words = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    boolean wild = false;
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        i++;
        run.append(pattern.charAt(i) == '*' || pattern.charAt(i) == '?' ? ' ' : pattern.charAt(i));
      } else {
        run.append(c == '*' ? STAR : c == '?' ? ONE : c);
        wild |= c == '*' || c == '?';
      }
    }
    if (!wild) {
      return analyzer.words(run.toString());
    }
    for (String piece : run.toString().split("[^\\p{L}\\p{N}\\p{M}" + STAR + ONE + "]+", -1)) {
      words.addAll(pieces(piece, analyzer));
    }
    return words;
  }

  /// Cuts a run of letters, digits and wildcards: its literal parts into words, and the wildcards
  /// onto the word before or behind.
  private static List<String> pieces(String piece, CodeAnalyzer analyzer) {
    List<String> words = new ArrayList<>();
    boolean open = false;
    int i = 0;
    while (i < piece.length()) {
      char c = piece.charAt(i);
      if (c == STAR || c == ONE) {
        String sign = c == STAR ? "*" : "?";
        if (words.isEmpty()) {
          words.add(sign);
        } else {
          words.set(words.size() - 1, words.getLast() + sign);
        }
        open = true;
        i++;
        continue;
      }
      int end = i;
      while (end < piece.length() && piece.charAt(end) != STAR && piece.charAt(end) != ONE) {
        end++;
      }
      for (String word : analyzer.words(piece.substring(i, end))) {
        if (open) {
          words.set(words.size() - 1, words.getLast() + word);
          open = false;
        } else {
          words.add(word);
        }
      }
      open = false;
      i = end;
    }
    return words;
  }
}
