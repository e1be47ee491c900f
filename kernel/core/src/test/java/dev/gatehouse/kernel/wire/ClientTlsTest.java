package dev.gatehouse.kernel.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.wire.UpstreamFailure.Phase;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pool against an upstream with TLS, whose certificate is for 127.0.0.1 and no other name.
class ClientTlsTest {
  private static final String PASSWORD = "changeit";
  private static final Timers TIMERS =
      new Timers(
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(2));
  private static SSLContext context;

  private final Ticker ticker = new Ticker();
  private final CountDownLatch over = new CountDownLatch(1);
  private final AtomicInteger accepted = new AtomicInteger();
  private ClientPool pool;
  private ServerSocket server;
  private boolean reads = true;

  @BeforeAll
  static void certify(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=upstream",
                "-ext",
                "san=ip:127.0.0.1",
                "-keystore",
                file.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD)
            .inheritIO()
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD.toCharArray());
    TrustManagerFactory trusted =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trusted.init(keys);
    context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
  }

  @BeforeEach
  void listen() throws IOException {
    pool = new ClientPool(ticker, Duration.ofSeconds(60), context.getSocketFactory());
    server =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        accepted.incrementAndGet();
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      int newlines = 0;
      for (int b = socket.getInputStream().read(); b >= 0; b = socket.getInputStream().read()) {
        if (!reads) {
          over.await();
          return;
        }
        newlines = b == '\n' ? newlines + 1 : b == '\r' ? newlines : 0;
        if (newlines == 2) {
          socket
              .getOutputStream()
              .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(ISO_8859_1));
        }
      }
    } catch (IOException | InterruptedException e) {
      // the other side left, or the test is over
    }
  }

  @AfterEach
  void stop() throws IOException {
    over.countDown();
    pool.close();
    ticker.close();
    server.close();
  }

  private String send(String host, byte[] body) throws IOException {
    try (ClientExchange exchange =
        pool.send(
            new Origin("https", host, server.getLocalPort()),
            new ClientRequest(
                body.length == 0 ? "GET" : "POST", "/", Headers.create(), Body.of(body), false),
            TIMERS,
            4,
            _ -> {})) {
      byte[] some = new byte[10];
      StringBuilder all = new StringBuilder();
      for (int n = exchange.read(some, 0, 10); n >= 0; n = exchange.read(some, 0, 10)) {
        all.append(new String(some, 0, n, ISO_8859_1));
      }
      return all.toString();
    }
  }

  @Test
  void usesASecureConnectionAgain() throws IOException {
    assertThat(send("127.0.0.1", new byte[0])).isEqualTo("ok");
    assertThat(send("127.0.0.1", new byte[0])).isEqualTo("ok");

    assertThat(accepted.get()).isEqualTo(1);
  }

  @Test
  void trustsNoCertificateOfAnotherName() {
    assertThatThrownBy(() -> send("localhost", new byte[0]))
        .isInstanceOfSatisfying(
            UpstreamFailure.class, e -> assertThat(e.phase()).isEqualTo(Phase.CONNECT));
  }

  /// Nothing is said to an upstream that takes nothing, not even good-bye: saying it would wait for
  /// the write that is to be ended, and hold up everybody whom the ticker watches.
  @Test
  void endsAWriteThatDoesNotEnd() {
    reads = false;

    assertThatThrownBy(() -> send("127.0.0.1", new byte[32 << 20]))
        .isInstanceOfSatisfying(
            UpstreamFailure.class, e -> assertThat(e.phase()).isEqualTo(Phase.TOTAL_TIMEOUT));
  }
}
