package dev.gatehouse.kernel.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When a connection goes on after a request, when it ends, and what its answers look like.
class ServerConnectionTest {
  private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final String NEXT = "GET /next HTTP/1.1\r\nHost: x\r\n\r\n";
  private static final byte[] AB = {'a', 'b'};

  private static String head(Conversation talk) {
    return talk.answers().split("\r\n\r\n", 2)[0].toLowerCase(Locale.ROOT);
  }

  private static Conversation of(String sent) {
    return Conversation.of(sent, Integer.MAX_VALUE);
  }

  private static Conversation with(String sent, Conversation.Answering answering) {
    return Conversation.with(sent, WireLimits.DEFAULT, answering);
  }

  @Test
  void keepsTheConnectionForTheNextRequest() {
    Conversation talk = of(NEXT + NEXT);

    assertThat(talk.handled()).hasSize(2);
    assertThat(head(talk)).doesNotContain("connection:");
  }

  @Test
  void endsTheConnectionAfterTheRequestThatIsToBeItsLast() {
    Conversation talk =
        with(
            NEXT + SMUGGLED,
            exchange -> {
              exchange.last();
              var response = exchange.respond(200, Headers.of("x", "y"), 0);
              response.finish();
            });

    assertThat(head(talk)).startsWith("http/1.1 200").contains("\r\nconnection: close");
    assertThat(talk.answers().split("HTTP/1.1", -1)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"close", "Close", "x, close", "close,x", " , close ,"})
  void endsTheConnectionWhenTheClientSaysSo(String connection) {
    Conversation talk =
        of("GET /a HTTP/1.1\r\nHost: x\r\nConnection: " + connection + "\r\n\r\n" + SMUGGLED);

    assertThat(talk.handled()).containsExactly("GET /a ");
    assertThat(head(talk)).startsWith("http/1.1 200").contains("\r\nconnection: close");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Content-Length: 40", "Transfer-Encoding: chunked"})
  void readsNothingBehindABodyThatItDidNotAskFor(String framing) {
    Conversation talk =
        of(
            "POST /ignored HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n"
                + framing
                + "\r\n\r\n"
                + SMUGGLED.repeat(3));

    assertThat(talk.handled()).containsExactly("POST /ignored ");
    assertThat(talk.answers()).doesNotContain("100 Continue");
    assertThat(head(talk)).contains("\r\nconnection: close");
  }

  @Test
  void asksOnceForABodyThatWaits() {
    Conversation talk =
        of(
            "POST /a HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nTransfer-Encoding: chunked\r\n"
                + "\r\n3\r\nabc\r\n0\r\n\r\n"
                + NEXT);

    assertThat(talk.handled()).containsExactly("POST /a abc", "GET /next ");
    assertThat(talk.answers().split("100 Continue", -1)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"HTTP/1.0, Content-Length: 3", "HTTP/1.1, Content-Length: 0"})
  void asksNobodyWhoDoesNotWait(String version, String length) {
    Conversation talk =
        of(
            "POST /a "
                + version
                + "\r\nHost: x\r\nExpect: 100-continue\r\n"
                + length
                + "\r\n\r\nabc");

    assertThat(talk.handled()).first().asString().startsWith("POST /a ");
    assertThat(talk.answers()).doesNotContain("100 Continue");
  }

  @Test
  void skipsALittleBodyThatTheHandlerLeft() {
    Conversation talk =
        of("POST /ignored HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde" + NEXT);

    assertThat(talk.handled()).containsExactly("POST /ignored ", "GET /next ");
  }

  @Test
  void skipsNoLargeBodyThatTheHandlerLeft() {
    Conversation talk =
        of(
            "POST /ignored HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n"
                + "a".repeat(300_000)
                + SMUGGLED);

    assertThat(talk.handled()).containsExactly("POST /ignored ");
    assertThat(talk.closed()).isTrue();
  }

  @Test
  void answersAHeadWithTheLengthAndWithoutTheBody() {
    Conversation talk = of("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n" + NEXT);

    assertThat(talk.handled()).containsExactly("HEAD /a ", "GET /next ");
    assertThat(head(talk)).contains("\r\ncontent-length: 5");
    assertThat(talk.answers().split("\r\n\r\n", 2)[1]).startsWith("HTTP/1.1 200 ");
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304})
  void answersWithoutABodyWhereThereIsNone(int status) {
    Conversation talk =
        with(
            NEXT + NEXT,
            exchange -> {
              WireResponse response = exchange.respond(status, Headers.create(), -1);
              response.write(AB, 0, 2);
              response.finish();
            });

    assertThat(talk.handled()).hasSize(2);
    assertThat(head(talk)).doesNotContain("content-length", "transfer-encoding");
    assertThat(talk.answers().split("\r\n\r\n", 2)[1]).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void sendsChunksWhenTheLengthIsNotKnown() {
    Conversation talk =
        with(
            NEXT,
            exchange -> {
              WireResponse response = exchange.respond(200, Headers.create(), -1);
              response.write(AB, 0, 2);
              response.write(AB, 0, 0);
              response.flush();
              response.write(AB, 0, 1);
              response.finish();
            });

    assertThat(head(talk)).contains("\r\ntransfer-encoding: chunked");
    assertThat(talk.answers()).endsWith("\r\n\r\n2\r\nab\r\n1\r\na\r\n0\r\n\r\n");
  }

  @Test
  void endsAnAnswerOfUnknownLengthForAnOldClientWithTheConnection() {
    Conversation talk =
        with(
            "GET /a HTTP/1.0\r\n\r\n" + SMUGGLED,
            exchange -> {
              WireResponse response = exchange.respond(200, Headers.create(), -1);
              response.write(AB, 0, 2);
              response.finish();
            });

    assertThat(head(talk)).contains("\r\nconnection: close").doesNotContain("transfer-encoding");
    assertThat(talk.answers()).endsWith("\r\n\r\nab");
    assertThat(talk.handled()).containsExactly("GET /a ");
  }

  @Test
  void leavesAnAbortedAnswerVisiblyCut() {
    Conversation talk =
        with(
            NEXT + SMUGGLED,
            exchange -> {
              WireResponse response = exchange.respond(200, Headers.create(), -1);
              response.write(AB, 0, 2);
              response.abort();
            });

    assertThat(talk.answers()).endsWith("2\r\nab\r\n");
    assertThat(talk.handled()).containsExactly("GET /next ");
    assertThat(talk.closed()).isTrue();
  }

  @Test
  void readsNothingAfterAnAnswerThatTheHandlerDidNotFinish() {
    Conversation talk =
        with(NEXT + SMUGGLED, exchange -> exchange.respond(200, Headers.create(), 5).flush());

    assertThat(talk.handled()).containsExactly("GET /next ");
    assertThat(talk.closed()).isTrue();
  }

  @Test
  void sendsNoMoreAndNoLessThanItAnnounced() {
    Conversation talk =
        with(
            NEXT + SMUGGLED,
            exchange -> {
              WireResponse response = exchange.respond(200, Headers.create(), 1);
              assertThatThrownBy(() -> response.write(AB, 0, 2))
                  .isInstanceOf(IllegalStateException.class);
              throw new IOException("the handler gave up");
            });

    assertThat(talk.handled()).containsExactly("GET /next ");
    assertThat(talk.answers()).doesNotContain("ab");
    assertThat(talk.closed()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"x, a\\r\\nInjected: b", "x\\r\\ny, a", "x, a\\u0000", "'x ', a"})
  void sendsNoFieldThatSplitsAnAnswer(String name, String value) {
    Headers headers = Headers.of(name.translateEscapes(), unescaped(value));
    Conversation talk =
        with(
            NEXT,
            exchange ->
                assertThatThrownBy(() -> exchange.respond(200, headers, 0))
                    .isInstanceOf(IllegalArgumentException.class));

    assertThat(talk.answers()).isEmpty();
    assertThat(talk.closed()).isTrue();
  }

  private static String unescaped(String text) {
    return text.replace("\\u0000", "\0").translateEscapes();
  }

  @Test
  void boundsABodyWithALengthAndOneInChunks() {
    WireLimits d = WireLimits.DEFAULT;
    WireLimits small =
        new WireLimits(
            d.requestLine(),
            d.headerBytes(),
            d.headerCount(),
            4,
            d.connections(),
            d.connectionsPerAddress(),
            d.head(),
            d.idle(),
            d.bodyGrace(),
            d.bodyRate(),
            d.write());

    Conversation length =
        Conversation.with(
            "POST /ignored HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nabcde" + SMUGGLED,
            small,
            exchange -> {
              assertThatThrownBy(() -> exchange.requestBody().checkLength())
                  .isInstanceOfSatisfying(
                      WireException.class, e -> assertThat(e.status()).isEqualTo(413));
              assertThatThrownBy(() -> Conversation.body(exchange))
                  .isInstanceOfSatisfying(
                      WireException.class, e -> assertThat(e.status()).isEqualTo(413));
              Conversation.answer(exchange, 413, "large");
            });
    Conversation chunks =
        Conversation.with(
            "POST /ignored HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
                + SMUGGLED,
            small,
            exchange ->
                assertThatThrownBy(() -> Conversation.body(exchange))
                    .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.status()).isEqualTo(413)));

    assertThat(length.answers())
        .startsWith("HTTP/1.1 413 ")
        .contains("connection: close")
        .endsWith("large");
    assertThat(length.handled()).containsExactly("POST /ignored ");
    assertThat(chunks.handled()).containsExactly("POST /ignored ");
    assertThat(chunks.answers()).isEmpty();
  }
}
