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
/// from the beginning, what it gets is kept. The body of a request is read, except that of
/// `/ignored`.
final class Conversation implements Transport, WireHandler {
  /// What a test does with a request.
  interface Answering {
    void handle(WireExchange exchange) throws IOException;
  }

  /// In memory nobody leaves: the input's end must not be taken for that, however slow the machine.
  private static final Ticker STOPPED = stopped();

  private final byte[] sent;
  private final IntUnaryOperator pieces;
  private final Answering answering;
  private final ByteArrayOutputStream got = new ByteArrayOutputStream();
  private final List<String> handled = new ArrayList<>();
  private int read;
  private boolean closed;

  private Conversation(String sent, IntUnaryOperator pieces, Answering answering) {
    this.sent = sent.getBytes(ISO_8859_1);
    this.pieces = pieces;
    this.answering = answering;
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
    return new Conversation(sent, pieces, Conversation::greet).over(WireLimits.DEFAULT);
  }

  /// Talks with a handler of the test's own.
  static Conversation with(String sent, WireLimits limits, Answering answering) {
    return new Conversation(sent, _ -> Integer.MAX_VALUE, answering).over(limits);
  }

  private Conversation over(WireLimits limits) {
    new ServerConnection(this, this, limits, STOPPED, new AtomicBoolean(), TrustedNetworks.NONE)
        .serve();
    return this;
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
    String path = exchange.head().path();
    handled.add(
        exchange.head().method()
            + " "
            + exchange.head().target()
            + " "
            + (path.equals("/ignored") ? "" : body(exchange)));
    answering.handle(exchange);
  }

  /// Reads a whole body.
  static String body(WireExchange exchange) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] some = new byte[64];
    for (int n = exchange.requestBody().read(some, 0, some.length);
        n >= 0;
        n = exchange.requestBody().read(some, 0, some.length)) {
      body.write(some, 0, n);
    }
    return body.toString(ISO_8859_1);
  }

  private static void greet(WireExchange exchange) throws IOException {
    answer(exchange, 200, "hello");
  }

  /// Answers with a length.
  static void answer(WireExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(ISO_8859_1);
    WireResponse response = exchange.respond(status, Headers.create(), bytes.length);
    response.write(bytes, 0, bytes.length);
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
