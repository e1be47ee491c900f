package dev.gatehouse.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/// The network may cut the bytes of a connection anywhere; what is read must not depend on it.
class RequestSplitTest {
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";

  /// A request as it is sent, and what has to be read of it.
  ///
  /// @param bytes the request on the wire
  /// @param read method, target and body
  private record Sent(String bytes, String read) {}

  @Provide
  Arbitrary<List<Sent>> conversations() {
    return request().list().ofMinSize(1).ofMaxSize(6);
  }

  private static Arbitrary<Sent> request() {
    Arbitrary<String> targets =
        Arbitraries.of("/", "/a", "/a/b?c=d", "/%41?", "/longer/".repeat(9));
    Arbitrary<String> bodies =
        Arbitraries.of("a", "\r\n", "0\r\n\r\n", "{\"b\":1}", "\351", SMUGGLED)
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts));
    return Combinators.combine(
            targets, bodies, Arbitraries.longs(), Arbitraries.integers().between(0, 2))
        .as(RequestSplitTest::sent);
  }

  private static Sent sent(String target, String body, long seed, int framing) {
    String head = " " + target + " HTTP/1.1\r\nHost: x\r\nX-Some: value\r\n";
    return switch (framing) {
      case 0 -> new Sent("GET" + head + "\r\n", "GET " + target + " ");
      case 1 ->
          new Sent(
              "POST" + head + "Content-Length: " + body.length() + "\r\n\r\n" + body,
              "POST " + target + " " + body);
      default ->
          new Sent(
              "PUT" + head + "Transfer-Encoding: chunked\r\n\r\n" + chunked(body, new Random(seed)),
              "PUT " + target + " " + body);
    };
  }

  private static String chunked(String body, Random random) {
    StringBuilder chunks = new StringBuilder();
    for (int at = 0; at < body.length(); ) {
      int n = Math.min(body.length() - at, 1 + random.nextInt(20));
      chunks.append(Integer.toHexString(n)).append(random.nextBoolean() ? ";e=\"v w\"" : "");
      chunks.append("\r\n").append(body, at, at + n).append("\r\n");
      at += n;
    }
    return chunks.append("0\r\n").append(random.nextBoolean() ? "T: u\r\n" : "") + "\r\n";
  }

  @Property(tries = 400)
  void readsTheSameRequestsHoweverTheBytesAreSplit(
      @ForAll("conversations") List<Sent> conversation, @ForAll long seed) {
    StringBuilder bytes = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (Sent each : conversation) {
      bytes.append(each.bytes());
      expected.add(each.read());
    }
    Random random = new Random(seed);
    int most = 1 + random.nextInt(40);

    Conversation talk = Conversation.of(bytes.toString(), _ -> 1 + random.nextInt(most));

    assertThat(talk.handled()).isEqualTo(expected);
  }

  /// Cuts at each single place, which no random choice is sure to find.
  @Test
  void readsTheSameRequestsForEachPlaceOfOneCut() {
    String bytes =
        "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
            + "\r\nPUT /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "a;e=f\r\n0123456789\r\n0\r\nT: u\r\n\r\n"
            + "GET /c HTTP/1.1\r\nHost: x\r\n\r\n";
    for (int cut = 1; cut < bytes.length(); cut++) {
      int place = cut;

      Conversation talk = Conversation.of(bytes, at -> at < place ? place - at : Integer.MAX_VALUE);

      assertThat(talk.handled())
          .as("cut after %d bytes", cut)
          .containsExactly("POST /a abc", "PUT /b 0123456789", "GET /c ");
    }
  }

  /// A request that ends early is no request: whoever cuts it must not get its beginning handled.
  @Test
  void handlesNoRequestWhoseBytesEndEarly() {
    for (String request :
        List.of(
            "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc",
            "PUT /b HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")) {
      for (int end = 0; end < request.length(); end++) {
        Conversation talk = Conversation.of(request.substring(0, end), Integer.MAX_VALUE);

        assertThat(talk.handled()).as("the first %d bytes", end).isEmpty();
        assertThat(talk.answers()).as("the first %d bytes", end).doesNotContain(" 200 ");
        assertThat(talk.closed()).isTrue();
      }
    }
  }
}
