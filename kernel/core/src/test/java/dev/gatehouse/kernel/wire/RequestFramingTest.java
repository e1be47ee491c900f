package dev.gatehouse.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is read as a request and what is refused. Behind each request that must be refused stands
/// another one, which an attacker would like to smuggle in: it must never be handled.
class RequestFramingTest {
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";

  static Stream<Arguments> rejected() {
    return IntStream.range(0, FramingVectors.REJECTED.length / 2)
        .mapToObj(
            i -> Arguments.of(FramingVectors.REJECTED[2 * i], FramingVectors.REJECTED[2 * i + 1]));
  }

  static Stream<Arguments> accepted() {
    return IntStream.range(0, FramingVectors.ACCEPTED.length / 3)
        .mapToObj(i ->
            Arguments.of(
                FramingVectors.ACCEPTED[3 * i],
                FramingVectors.ACCEPTED[3 * i + 1],
                FramingVectors.ACCEPTED[3 * i + 2]));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rejected")
  void refuses(String name, String request) {
    Conversation talk = Conversation.of(request + SMUGGLED, Integer.MAX_VALUE);

    assertThat(talk.handled()).as("what was taken for whole requests").isEmpty();
    assertThat(talk.answers()).doesNotContain(" 200 ");
    assertThat(talk.closed()).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void reads(String name, String request, String expected) {
    Conversation talk = Conversation.of(request + NEXT, Integer.MAX_VALUE);

    assertThat(talk.handled()).containsExactly(expected, "GET /next ");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("accepted")
  void readsTheSameHoweverTheBytesArrive(String name, String request, String expected) {
    for (int most : new int[] {1, 2, 3, 7}) {
      Conversation talk = Conversation.of(request + NEXT, most);

      assertThat(talk.handled())
          .as("up to %d bytes at a time", most)
          .containsExactly(expected, "GET /next ");
    }
  }

  @Test
  void answersPipelinedRequestsInOrder() {
    Conversation talk = Conversation.of(NEXT.repeat(5), Integer.MAX_VALUE);

    assertThat(talk.handled()).hasSize(5);
    assertThat(talk.answers().split("HTTP/1\\.1 200 ", -1)).hasSize(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: x\r\nConnection: x, CLOSE\r\n\r\n",
        "GET /a HTTP/1.0\r\nHost: x\r\n\r\n"
      })
  void readsNothingAfterARequestThatEndsTheConnection(String request) {
    Conversation talk = Conversation.of(request + SMUGGLED, Integer.MAX_VALUE);

    assertThat(talk.handled()).containsExactly("GET /a ");
    assertThat(talk.answers()).contains(" 200 ");
  }

  @Test
  void asksForABodyThatWaitsWhenItIsRead() {
    Conversation talk =
        Conversation.of(
            "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc",
            Integer.MAX_VALUE);

    assertThat(talk.handled()).containsExactly("POST /a abc");
    assertThat(talk.answers()).startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 ");
  }

  @Test
  void neverTakesABodyThatWasNotAskedForAsARequest() {
    Conversation talk =
        Conversation.of(
            "POST /ignored HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: "
                + SMUGGLED.length()
                + "\r\n\r\n"
                + SMUGGLED,
            Integer.MAX_VALUE);

    assertThat(talk.handled()).containsExactly("POST /ignored ");
    assertThat(talk.answers()).doesNotContain("100 Continue");
  }

  @Test
  void boundsTheHead() {
    Conversation many =
        Conversation.of(
            "GET /a HTTP/1.1\r\nHost: x\r\n" + "X: y\r\n".repeat(201) + "\r\n" + SMUGGLED,
            Integer.MAX_VALUE);
    Conversation large =
        Conversation.of(
            "GET /a HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(33_000) + "\r\n\r\n" + SMUGGLED,
            Integer.MAX_VALUE);
    Conversation line =
        Conversation.of(
            "GET /" + "a".repeat(8_200) + " HTTP/1.1\r\nHost: x\r\n\r\n" + SMUGGLED,
            Integer.MAX_VALUE);

    assertThat(many.answers()).startsWith("HTTP/1.1 431 ");
    assertThat(large.answers()).startsWith("HTTP/1.1 431 ");
    assertThat(line.answers()).startsWith("HTTP/1.1 414 ");
    assertThat(many.handled()).isEmpty();
    assertThat(large.handled()).isEmpty();
    assertThat(line.handled()).isEmpty();
  }

  @Test
  void survivesAnyBytes() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder bytes = new StringBuilder("POST /a HTTP/1.1\r\nHost: x\r\n");
      for (int j = random.nextInt(40); j > 0; j--) {
        bytes.append("\r\n:;, aZ0\0\177\377chunked".charAt(random.nextInt(19)));
      }
      Conversation talk = Conversation.of(bytes.toString(), 1 + random.nextInt(5));

      assertThat(talk.closed()).isTrue();
    }
  }
}
