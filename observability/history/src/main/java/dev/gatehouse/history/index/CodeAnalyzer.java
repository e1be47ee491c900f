package dev.gatehouse.history.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// Cuts texts into words as [CodeTokenizer] does; the same for records and queries.
public final class CodeAnalyzer extends Analyzer {
  /// How far the words of two parts of a text are apart, so that no phrase spans them.
  private static final int GAP = 100;

  @Override
  protected TokenStreamComponents createComponents(String field) {
    return new TokenStreamComponents(new CodeTokenizer());
  }

  @Override
  public int getPositionIncrementGap(String field) {
    return GAP;
  }

  /// Returns the words of a text.
  public List<String> words(String text) {
    List<String> words = new ArrayList<>();
    try (TokenStream stream = tokenStream("", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        words.add(term.toString());
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return words;
  }
}
