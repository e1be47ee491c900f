package dev.gatehouse.history.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CodeTokenizerTest {
  private final CodeAnalyzer analyzer = new CodeAnalyzer();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "getUserById | get user by id",
        "get_user_by_id | get user by id",
        "Get user, by ID! | get user by id",
        "HTTPServer2Go | http server 2 go",
        "parseURL | parse url",
        "gpt-4o-mini | gpt 4 o mini",
        "don't | don t",
        "Äpfel ÜBER Öl | äpfel über öl",
        "naïve | naïve",
        "東京は日本 | 東 京 は 日 本",
        "tokyo東京2020 | tokyo 東 京 2020",
        "привет Мир | привет мир",
        "한국어 text | 한국어 text",
        "a.b:c/d | a b c d",
        "3.14 | 3 14",
        "😀 smile | smile",
      })
  void cutsTextIntoWords(String text, String words) {
    assertThat(analyzer.words(text)).isEqualTo(List.of(words.split(" ", -1)));
  }

  @Property(tries = 2_000)
  void anyTextIsCutAndOffsetsPointAtTheWords(@ForAll String text) throws Exception {
    try (TokenStream stream = new CodeAnalyzer().tokenStream("", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      OffsetAttribute offset = stream.addAttribute(OffsetAttribute.class);
      int last = 0;
      stream.reset();
      while (stream.incrementToken()) {
        String original = text.substring(offset.startOffset(), offset.endOffset());
        assertThat(offset.startOffset()).isGreaterThanOrEqualTo(last);
        assertThat(term.toString().codePoints().map(Character::toLowerCase).toArray())
            .isEqualTo(original.codePoints().map(Character::toLowerCase).toArray());
        last = offset.endOffset();
      }
      stream.end();
    }
  }

  @Property(tries = 200)
  void longRunsAreCutAlikeAndStayBelowLucenesBound(@ForAll short length) {
    String text = "x".repeat(Math.abs(length));

    List<String> words = new CodeAnalyzer().words(text);

    assertThat(String.join("", words)).isEqualTo(text);
    assertThat(words).allMatch(it -> it.length() <= CodeTokenizer.MAX_WORD + 1);
  }
}
