package dev.gatehouse.kernel.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.http.BodySource;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Splitting a stream into events (WHATWG HTML, section 9.2.6).
class SseSplitterTest {
  private static List<String> split(String stream, long seed) throws IOException {
    List<String> events = new ArrayList<>();
    SseSplitter splitter = splitter(stream.getBytes(UTF_8), seed, 1 << 20);
    for (StreamEvent event = splitter.next(); event != null; event = splitter.next()) {
      events.add(new String(event.raw(), UTF_8));
    }
    return events;
  }

  /// A source that gives one byte to many at a time.
  private static SseSplitter splitter(byte[] bytes, long seed, int most) {
    Random random = new Random(seed);
    int[] at = new int[1];
    BodySource source =
        (buffer, offset, length) -> {
          if (at[0] == bytes.length) {
            return -1;
          }
          int n = Math.min(Math.min(length, bytes.length - at[0]), 1 + random.nextInt(9));
          System.arraycopy(bytes, at[0], buffer, offset, n);
          at[0] += n;
          return n;
        };
    return new SseSplitter(source, EventDecoder.NONE, most);
  }

  @Test
  void splitsAtBlankLinesOnly() throws IOException {
    assertThat(split("data: a\ndata: b\n\nevent: x\ndata: c\n\n", 1))
        .containsExactly("data: a\ndata: b\n\n", "event: x\ndata: c\n\n");
  }

  @Test
  void givesWhatIsLeftAsALastEvent() throws IOException {
    assertThat(split("data: a\n\ndata: b", 1)).containsExactly("data: a\n\n", "data: b");
    assertThat(split("", 1)).isEmpty();
  }

  @Test
  void refusesAnEventThatIsTooLarge() {
    SseSplitter splitter =
        splitter(("data: " + "x".repeat(70_000) + "\n\n").getBytes(UTF_8), 1, 64 * 1024);

    assertThatThrownBy(splitter::next).isInstanceOf(SseSplitter.EventTooLarge.class);
  }

  @Test
  void saysWhetherAnEventIsThereWithoutReading() throws IOException {
    byte[] both = "data: a\n\ndata: b\n\n".getBytes(UTF_8);
    int[] reads = new int[1];
    SseSplitter splitter =
        new SseSplitter(
            (buffer, offset, length) -> {
              if (reads[0]++ > 0) {
                return -1;
              }
              System.arraycopy(both, 0, buffer, offset, both.length);
              return both.length;
            },
            EventDecoder.NONE,
            1 << 20);

    assertThat(splitter.available()).isFalse();
    assertThat(splitter.next()).isNotNull();
    assertThat(splitter.available()).isTrue();
    assertThat(splitter.next()).isNotNull();
    assertThat(splitter.available()).isFalse();
    assertThat(splitter.next()).isNull();
  }

  @Provide
  Arbitrary<String> streams() {
    return Arbitraries.of(
            "data: a",
            "data:b",
            ":ping",
            "event: e",
            "id: 1",
            "ä€🦆",
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "\r\n\r\n",
            "\r\r",
            "x")
        .list()
        .ofMaxSize(40)
        .map(parts -> String.join("", parts));
  }

  @Property(tries = 500)
  void losesNoByteHoweverTheyArrive(@ForAll("streams") String stream, @ForAll long seed)
      throws IOException {
    List<String> events = split(stream, seed);

    assertThat(String.join("", events)).isEqualTo(stream);
  }

  @Property(tries = 500)
  void splitsTheSameHoweverBytesArrive(
      @ForAll("streams") String stream, @ForAll long one, @ForAll long other) throws IOException {
    assertThat(split(stream, one)).isEqualTo(split(stream, other));
  }

  @Property(tries = 300)
  void endsEachEventButTheLastWithABlankLine(@ForAll("streams") String stream, @ForAll long seed)
      throws IOException {
    List<String> events = split(stream, seed);

    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < events.size(); i++) {
      String event = events.get(i).replace("\r\n", "\n").replace('\r', '\n');
      all.writeBytes(event.getBytes(UTF_8));
      if (i < events.size() - 1) {
        assertThat(event.equals("\n") || event.endsWith("\n\n")).as(event).isTrue();
        // no blank line before its end
        assertThat(event.substring(0, event.length() - 1))
            .satisfies(head -> assertThat(head.startsWith("\n")).isFalse())
            .doesNotContain("\n\n");
      }
    }
  }

  @Provide
  Arbitrary<List<String>> lines() {
    return Arbitraries.of("", "", "data: a", "data:b", "data", ":ping", "event: e", "id: 1", "ä€🦆")
        .list()
        .ofMaxSize(30);
  }

  @Property(tries = 300)
  void findsTheSameEventsWhateverEndsTheLines(
      @ForAll("lines") List<String> lines, @ForAll long seed) throws IOException {
    String stream = String.join("\n", lines) + "\n\n";
    Random random = new Random(seed);
    StringBuilder mixed = new StringBuilder();
    for (int i = 0; i < stream.length(); i++) {
      char c = stream.charAt(i);
      // An LF alone behind a CR alone would be one end, so a mix keeps to CR LF and CR.
      mixed.append(c != '\n' ? String.valueOf(c) : random.nextBoolean() ? "\r\n" : "\r");
    }

    List<String> expected = meanings(stream, seed);

    assertThat(meanings(stream.replace("\n", "\r\n"), seed)).isEqualTo(expected);
    assertThat(meanings(stream.replace("\n", "\r"), seed)).isEqualTo(expected);
    assertThat(meanings(mixed.toString(), seed)).isEqualTo(expected);
  }

  private static List<String> meanings(String stream, long seed) throws IOException {
    List<String> meanings = new ArrayList<>();
    SseSplitter splitter = splitter(stream.getBytes(UTF_8), seed, 1 << 20);
    for (StreamEvent event = splitter.next(); event != null; event = splitter.next()) {
      meanings.add(event.name() + " " + new String(event.data(), UTF_8));
    }
    return meanings;
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 1_000, 16 * 1024, 16 * 1024 + 1, 20_000, 64 * 1024})
  void takesAnEventOfTheLargestSizeAndNoLargerOne(int most) throws IOException {
    String before = "data: 1\n\n";
    for (String end : new String[] {"\n\n", "\r\n\r\n", "\r\r"}) {
      String largest = "data: " + "x".repeat(most - 6 - end.length()) + end;
      SseSplitter fits = splitter((before + largest + before).getBytes(UTF_8), 1, most);
      SseSplitter exceeds =
          splitter((before + "data: x" + largest.substring(6)).getBytes(UTF_8), 1, most);

      assertThat(fits.next()).isNotNull();
      assertThat(fits.next()).isNotNull().satisfies(event -> assertThat(event.raw()).hasSize(most));
      assertThat(fits.next()).isNotNull();
      assertThat(exceeds.next()).isNotNull();
      assertThatThrownBy(exceeds::next).isInstanceOf(SseSplitter.EventTooLarge.class);
    }
  }
}
