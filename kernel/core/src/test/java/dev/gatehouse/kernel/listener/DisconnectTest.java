package dev.gatehouse.kernel.listener;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.kernel.wire.Ticker;
import dev.gatehouse.kernel.wire.WireException;
import dev.gatehouse.kernel.wire.WireExchange;
import dev.gatehouse.kernel.wire.WireHandler;
import dev.gatehouse.kernel.wire.WireLimits;
import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Clients that leave, dawdle, or come in too large numbers, on real sockets.
class DisconnectTest {
  private static final String GET = "GET /wait HTTP/1.1\r\nHost: x\r\n\r\n";

  private final Ticker ticker = new Ticker();
  private final Waiting handler = new Waiting();
  private DataPlaneListener listener = listen(limits(10, Duration.ofSeconds(10)));

  private static WireLimits limits(int perAddress, Duration head) {
    WireLimits d = WireLimits.DEFAULT;
    return new WireLimits(
        d.requestLine(),
        d.headerBytes(),
        d.headerCount(),
        d.body(),
        10,
        perAddress,
        head,
        d.idle(),
        Duration.ofMillis(300),
        d.bodyRate(),
        d.write());
  }

  private DataPlaneListener listen(WireLimits limits) {
    return new DataPlaneListener("127.0.0.1", 0, handler, limits, ticker, FrontEnd.NONE);
  }

  private void restart(WireLimits limits) {
    listener.close();
    listener = listen(limits);
  }

  @AfterEach
  void stop() {
    handler.goOn.countDown();
    listener.close();
    ticker.close();
  }

  private Socket client() throws IOException {
    Socket socket = new Socket("127.0.0.1", listener.port());
    socket.setSoTimeout(10_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(ISO_8859_1));
  }

  /// Reads up to the end of the connection, however it comes.
  private static String rest(Socket socket) throws IOException {
    StringBuilder got = new StringBuilder();
    try {
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        got.append((char) b);
      }
    } catch (SocketException e) {
      // A reset is an end like any other here.
      return got.toString();
    }
    return got.toString();
  }

  @Test
  void tellsTheHandlerThatTheClientHasClosed() throws Exception {
    try (Socket socket = client()) {
      send(socket, GET);
      assertThat(handler.begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(handler.gone.await(1, TimeUnit.SECONDS)).isTrue();
    await().until(() -> listener.connections() == 0);
  }

  @Test
  void tellsTheHandlerThatTheConnectionWasReset() throws Exception {
    try (Socket socket = client()) {
      send(socket, GET);
      assertThat(handler.begun.await(10, TimeUnit.SECONDS)).isTrue();
      socket.setSoLinger(true, 0);
    }

    assertThat(handler.gone.await(1, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tellsAHandlerThatAsksOnlyAfterTheClientHasLeft() throws Exception {
    handler.registersLate = true;
    try (Socket socket = client()) {
      send(socket, GET);
      assertThat(handler.begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(handler.gone.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tellsAfterTheBodyWasRead() throws Exception {
    try (Socket socket = client()) {
      send(socket, "POST /wait HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc");
      assertThat(handler.begun.await(10, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(handler.gone.await(1, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void doesNotTakeTheNextRequestForALeavingClient() throws Exception {
    try (Socket socket = client()) {
      send(socket, GET);
      assertThat(handler.begun.await(10, TimeUnit.SECONDS)).isTrue();
      send(
          socket,
          "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 6000\r\n\r\n" + "a".repeat(6_000));
      send(socket, "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
      assertThat(handler.gone.await(200, TimeUnit.MILLISECONDS)).isFalse();

      handler.goOn.countDown();

      assertThat(rest(socket).split("HTTP/1\\.1 200 ", -1)).hasSize(4);
      assertThat(handler.handled).containsExactly("/wait 0", "/2 6000", "/3 0");
    }
  }

  @Test
  void closesAConnectionWhoseHeadDripsIn() throws Exception {
    restart(limits(10, Duration.ofMillis(300)));
    try (Socket socket = client()) {
      OutputStream out = socket.getOutputStream();
      out.write("GET /slow HTTP/1.1\r\nHost: x\r\nX: ".getBytes(ISO_8859_1));
      // Each byte comes in time, the head as a whole does not.
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(10))
          .until(() -> {
            try {
              out.write('y');
              return false;
            } catch (IOException e) {
              return true;
            }
          });
    }

    assertThat(handler.handled).isEmpty();
    await().until(() -> handler.refused.equals(List.of(408)));
    await().until(() -> listener.connections() == 0);
  }

  @Test
  void closesAConnectionOnWhichNothingComes() throws Exception {
    restart(limits(10, Duration.ofMillis(300)));
    try (Socket socket = client()) {
      assertThat(rest(socket)).isEmpty();
    }
  }

  @Test
  void refusesMoreConnectionsThanOneAddressMayHave() throws Exception {
    restart(limits(2, Duration.ofSeconds(10)));
    try (Socket two = client()) {
      try (Socket one = client()) {
        await().until(() -> listener.connections() == 2);
        try (Socket three = client()) {
          assertThat(rest(three)).startsWith("HTTP/1.1 503 ").contains("retry-after: ");
        }
        assertThat(listener.connections()).isEqualTo(2);
        assertThat(one.isClosed()).isFalse();
      }
      await().until(() -> listener.connections() == 1);
      handler.goOn.countDown();
      for (Socket each : List.of(client(), two)) {
        try (each) {
          send(each, "GET /a HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
          assertThat(rest(each)).startsWith("HTTP/1.1 200 ");
        }
      }
    }
  }

  @Test
  void letsARequestUnderWayEndWhenItDrains() throws Exception {
    try (Socket socket = client()) {
      send(socket, GET + "GET /never HTTP/1.1\r\nHost: x\r\n\r\n");
      assertThat(handler.begun.await(10, TimeUnit.SECONDS)).isTrue();

      listener.drain();
      handler.goOn.countDown();

      assertThat(rest(socket)).startsWith("HTTP/1.1 200 ").contains("\r\nconnection: close\r\n");
      assertThat(handler.handled).containsExactly("/wait 0");
    }
  }

  /// Reads the body and waits until the test goes on or the client leaves.
  private static final class Waiting implements WireHandler {
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final List<Integer> refused = new CopyOnWriteArrayList<>();
    private volatile boolean registersLate;

    @Override
    public void handle(WireExchange exchange) throws IOException {
      byte[] some = new byte[1_000];
      int length = 0;
      for (int n = exchange.requestBody().read(some, 0, some.length);
          n >= 0;
          n = exchange.requestBody().read(some, 0, some.length)) {
        length += n;
      }
      handled.add(exchange.head().path() + " " + length);
      begun.countDown();
      if (registersLate) {
        await().until(exchange::clientGone);
      }
      exchange.onDisconnect(() -> {
        gone.countDown();
        goOn.countDown();
      });
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      exchange.respond(200, Headers.create(), 0).finish();
    }

    @Override
    public void refused(InetSocketAddress peer, WireException why) {
      refused.add(why.status());
    }
  }
}
