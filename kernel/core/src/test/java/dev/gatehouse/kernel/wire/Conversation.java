package dev.gatehouse.kernel.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntUnaryOperator;

/// One connection in memory, from its first to its last request: what the client sends is there
/// from the beginning, what it gets is kept. Each request is answered with its own method, target
/// and body; `/ignored` leaves its body unread, and `/empty` answers 204.
final class Conversation implements Transport, WireHandler {
  /// In memory nobody leaves: the input's end must not be taken for that, however slow the machine.
  private static final Ticker STOPPED = stopped();

  private final byte[] sent;
  private final IntUnaryOperator pieces;
  private final ByteArrayOutputStream got = new ByteArrayOutputStream();
  private final List<String> handled = new ArrayList<>();
  private int read;
  private boolean closed;

  private Conversation(String sent, IntUnaryOperator pieces) {
    this.sent = sent.getBytes(ISO_8859_1);
    this.pieces = pieces;
  }

  private static Ticker stopped() {
    Ticker ticker = new Ticker();
    ticker.close();
    return ticker;
  }

  /// Talks, with at most so many bytes in each read.
  static Conversation of(String sent, int most) {
    return of(sent, _ -> most);
  }

  /// Talks; the pieces say for a position how many bytes arrive there at most.
  static Conversation of(String sent, IntUnaryOperator pieces) {
    Conversation talk = new Conversation(sent, pieces);
    new ServerConnection(talk, talk, WireLimits.DEFAULT, STOPPED, new AtomicBoolean()).serve();
    return talk;
  }

  /// What was taken for whole requests: method, target and body, with spaces between.
  List<String> handled() {
    return handled;
  }

  /// Everything the client got.
  String answers() {
    return got.toString(ISO_8859_1);
  }

  boolean closed() {
    return closed;
  }

  @Override
  public void handle(WireExchange exchange) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    String path = exchange.head().path();
    if (!path.equals("/ignored")) {
      byte[] some = new byte[64];
      for (int n = exchange.requestBody().read(some, 0, some.length);
          n >= 0;
          n = exchange.requestBody().read(some, 0, some.length)) {
        body.write(some, 0, n);
      }
    }
    String request =
        exchange.head().method() + " " + exchange.head().target() + " " + body.toString(ISO_8859_1);
    handled.add(request);
    byte[] answer = request.getBytes(ISO_8859_1);
    boolean empty = path.equals("/empty");
    WireResponse response =
        exchange.respond(empty ? 204 : 200, Headers.create(), empty ? 0 : answer.length);
    if (!empty) {
      response.write(answer, 0, answer.length);
    }
    response.finish();
  }

  @Override
  public void refused(InetSocketAddress peer, WireException refused) {
    assertThat(refused.status()).isBetween(400, 505);
    assertThat(refused.detail()).isNotBlank();
  }

  @Override
  public int read(byte[] buffer, int offset, int length) {
    if (closed || read == sent.length) {
      return -1;
    }
    int n = Math.min(Math.min(length, pieces.applyAsInt(read)), sent.length - read);
    System.arraycopy(sent, read, buffer, offset, n);
    read += n;
    return n;
  }

  @Override
  public void write(byte[] buffer, int offset, int length) {
    got.write(buffer, offset, length);
  }

  @Override
  public void close() {
    closed = true;
  }

  @Override
  public InetSocketAddress peer() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
  }

  @Override
  public boolean secure() {
    return false;
  }
}
