package dev.gatehouse.sdk.filter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class TextEditTest {
  private static final Pattern ACCOUNT = Pattern.compile("[A-Z]{2}\\d{3,5}");
  private static final int LONGEST = 7;

  private static String edited(TextEdit edit, String... pieces) {
    StringBuilder out = new StringBuilder();
    for (String piece : pieces) {
      out.append(edit.next(piece));
    }
    return out + edit.end();
  }

  private static TextEdit replacing() {
    return TextEdit.replacing(ACCOUNT, LONGEST, match -> "<$1\\>");
  }

  @Test
  void replacesWhatIsSpreadOverPieces() {
    assertThat(edited(replacing(), "It is A", "B12", "34", ", or A", "B."))
        .isEqualTo("It is <$1\\>, or AB.");
  }

  @Test
  void holdsBackOnlyWhatMayBeTheBeginningOfAMatch() {
    TextEdit edit = replacing();

    assertThat(edit.next("plain text")).isEqualTo("plain text");
    assertThat(edit.holding()).isFalse();
    assertThat(edit.next(" and A")).isEqualTo(" and ");
    assertThat(edit.holding()).isTrue();
    assertThat(edit.next("pples")).isEqualTo("Apples");
    assertThat(edit.holding()).isFalse();
    assertThat(edit.next("AB12345x")).as("longer it cannot become").isEqualTo("<$1\\>x");
  }

  @Test
  void takesTheLongestMatchThatMoreTextMakes() {
    assertThat(edited(replacing(), "AB123", "45 AB123")).isEqualTo("<$1\\> <$1\\>");
  }

  @Test
  void endsWhatNeverBecameAMatch() {
    assertThat(edited(replacing(), "AB1", "2")).isEqualTo("AB12");
    assertThat(edited(replacing())).isEmpty();
  }

  @RepeatedTest(300)
  void doesTheSameHoweverTheTextIsCut(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(60); i > 0; i--) {
      text.append("AB123456789x ".charAt(random.nextInt(13)));
    }
    TextEdit edit = replacing();
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int end = Math.min(text.length(), at + random.nextInt(5));
      out.append(edit.next(text.substring(at, end)));
      at = end;
    }
    out.append(edit.end());

    UnaryOperator<String> whole = all -> ACCOUNT.matcher(all).replaceAll("<\\$1\\\\>");
    assertThat(out).hasToString(whole.apply(text.toString()));
  }

  @Test
  void refusesAMatchOfNoLength() {
    assertThatThrownBy(() -> TextEdit.replacing(ACCOUNT, 0, match -> match))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void editsEachPieceByItself() {
    assertThat(edited(TextEdit.each(String::strip), " a ", " b ")).isEqualTo("ab");
  }
}
