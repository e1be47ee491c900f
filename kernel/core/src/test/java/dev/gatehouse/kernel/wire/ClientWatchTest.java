package dev.gatehouse.kernel.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Watching a client that waits for its answer, beside reading its next request.
class ClientWatchTest {
  private static final int REQUESTS = 20_000;

  /// The watch begins on one thread while the exchange ends on another. Were both to read, their
  /// bytes would be put together in the wrong order, and requests with them. The gap is some
  /// instructions wide, so one run finds it with luck only; several at once on few cores, each with
  /// many more requests, find it in seconds.
  @Test
  void neverReadsOnTwoThreadsAtOnce() throws InterruptedException {
    Client client = new Client();
    AtomicBoolean over = new AtomicBoolean();
    try (Ticker ticker = new Ticker()) {
      ServerConnection connection =
          new ServerConnection(
              client,
              client,
              WireLimits.DEFAULT,
              ticker,
              new AtomicBoolean(),
              TrustedNetworks.NONE);
      Thread hurried =
          Thread.ofPlatform()
              .daemon()
              .start(() -> {
                // Each exchange looks old enough to be watched, and no deadline looks passed.
                while (!over.get()) {
                  connection.tick(System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
                }
              });
      connection.serve();
      over.set(true);
      hurried.join();
    }

    assertThat(client.together.get()).as("reads at the same time").isZero();
    assertThat(client.handled.get()).isEqualTo(REQUESTS);
  }

  /// Sends one request after another, each when it is read for.
  private static final class Client implements Transport, WireHandler {
    private final byte[] request = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1);
    private final AtomicInteger reading = new AtomicInteger();
    private final AtomicInteger together = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger handled = new AtomicInteger();

    @Override
    public int read(byte[] buffer, int offset, int length) {
      if (reading.incrementAndGet() > 1) {
        together.incrementAndGet();
      }
      try {
        for (long until = System.nanoTime() + 2_000; System.nanoTime() < until; ) {
          // A read takes a moment, as from a socket.
          Thread.onSpinWait();
        }
        if (sent.incrementAndGet() > REQUESTS) {
          return -1;
        }
        System.arraycopy(request, 0, buffer, offset, request.length);
        return request.length;
      } finally {
        reading.decrementAndGet();
      }
    }

    @Override
    public void handle(WireExchange exchange) throws IOException {
      handled.incrementAndGet();
      exchange.respond(200, Headers.create(), 0).finish();
    }

    @Override
    public void refused(InetSocketAddress peer, WireException refused) {
      throw new AssertionError(refused.detail());
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      // The answers are all alike and nobody looks at them.
    }

    @Override
    public void close() {
      // The end of the input ends the connection.
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
}
