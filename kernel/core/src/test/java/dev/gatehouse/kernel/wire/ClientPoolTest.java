package dev.gatehouse.kernel.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.kernel.wire.UpstreamFailure.Phase;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pool against sockets that answer what a test says.
class ClientPoolTest {
  private static final Timers TIMERS =
      new Timers(
          Duration.ofSeconds(2),
          Duration.ofMillis(400),
          Duration.ofMillis(400),
          Duration.ofSeconds(20));
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

  private final Ticker ticker = new Ticker();
  private final ClientPool pool = new ClientPool(ticker, Duration.ofSeconds(60));
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Integer> connections = new CopyOnWriteArrayList<>();
  private final Queue<String> script = new ArrayDeque<>();
  private ServerSocket server;
  private int port;

  /// Each answer is bytes; then `|close` ends the connection and `|stall` says nothing more.
  private void answers(String... answers) {
    script.addAll(List.of(answers));
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    port = server.getLocalPort();
    Thread.ofVirtual().start(this::accept);
  }

  private void accept() {
    try {
      for (int number = 0; true; number++) {
        Socket socket = server.accept();
        int mine = number;
        Thread.ofVirtual().start(() -> serve(socket, mine));
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private void serve(Socket socket, int number) {
    try (socket) {
      while (true) {
        String request = request(socket.getInputStream());
        if (request.isEmpty()) {
          return;
        }
        requests.add(request);
        connections.add(number);
        String answer;
        synchronized (script) {
          answer = script.poll();
        }
        if (answer == null) {
          return;
        }
        String[] parts = answer.split("\\|", 2);
        socket.getOutputStream().write(parts[0].getBytes(ISO_8859_1));
        if (parts.length == 2 && parts[1].equals("close")) {
          return;
        }
        if (parts.length == 2) {
          int _ = socket.getInputStream().read();
          return;
        }
      }
    } catch (IOException e) {
      // the other side left
    }
  }

  private static String request(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      bytes.write(b);
      if (bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
        return bytes.toString(ISO_8859_1);
      }
    }
    return "";
  }

  @AfterEach
  void stop() throws IOException {
    pool.close();
    ticker.close();
    server.close();
  }

  private ClientExchange send(boolean repeatable) throws IOException {
    return pool.send(
        new Origin("http", "127.0.0.1", port),
        new ClientRequest("GET", "/a?b", Headers.of("x", "y"), Body.of(new byte[0]), repeatable),
        TIMERS,
        4,
        _ -> {});
  }

  private static String read(ClientExchange exchange) throws IOException {
    try (exchange) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      byte[] some = new byte[100];
      for (int n = exchange.read(some, 0, 100); n >= 0; n = exchange.read(some, 0, 100)) {
        all.write(some, 0, n);
      }
      return all.toString(ISO_8859_1);
    }
  }

  private static Phase phase(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    AtomicReference<Phase> phase = new AtomicReference<>();
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(UpstreamFailure.class, e -> phase.set(e.phase()));
    return phase.get();
  }

  @Test
  void usesAConnectionAgain() throws IOException {
    answers(OK, OK, OK);

    for (int i = 0; i < 3; i++) {
      assertThat(read(send(false))).isEqualTo("ok");
    }
    assertThat(connections).containsExactly(0, 0, 0);
    assertThat(requests.getFirst())
        .startsWith("GET /a?b HTTP/1.1\r\nhost: 127.0.0.1:" + server.getLocalPort() + "\r\n");
    assertThat(pool.counts().values()).containsExactly(new ClientPool.Count(1, 1));
  }

  @Test
  void takesTheConnectionThatWasUsedLast() throws IOException {
    answers(OK, OK, OK, OK);
    ClientExchange first = send(false);
    ClientExchange second = send(false);
    read(first);
    read(second);

    read(send(false));
    read(send(false));

    assertThat(connections).containsExactly(0, 1, 1, 1);
  }

  @Test
  void keepsNoConnectionWhoseAnswerWasNotReadToItsEnd() throws IOException {
    answers(OK, OK);
    send(false).close();

    read(send(false));

    assertThat(connections).containsExactly(0, 1);
    assertThat(pool.counts().values()).containsExactly(new ClientPool.Count(1, 1));
  }

  @Test
  void repeatsOnAnotherConnectionWhatAnIdleOneDidNotTake() throws IOException {
    answers(OK);
    read(send(true));
    // Served next: nothing, the connection ends; then a whole answer on a new one.
    synchronized (script) {
      script.add("|close");
      script.add(OK);
    }

    assertThat(read(send(true))).isEqualTo("ok");
    assertThat(requests).hasSize(3);
  }

  @Test
  void doesNotRepeatWhatMayHaveHadAnEffect() throws IOException {
    answers(OK, "|close", OK);
    read(send(true));

    assertThat(phase(() -> send(false))).isEqualTo(Phase.NO_ANSWER);
    assertThat(requests).hasSize(2);
  }

  @Test
  void doesNotRepeatOnANewConnection() {
    answers("|close", OK);

    assertThat(phase(() -> send(true))).isEqualTo(Phase.NO_ANSWER);
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab|close",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n|close",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n|close",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab|close",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabX|close"
      })
  void takesNoCutAnswerForAWholeOne(String answer) {
    answers(answer);

    assertThat(phase(() -> read(send(false)))).isEqualTo(Phase.CUT);
    assertThat(pool.counts().values()).containsExactly(new ClientPool.Count(0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "HTTP/1.1 200 OK\\r\\n\\r\\nall|close # all",
        "HTTP/1.0 200 OK\\r\\n\\r\\nall|close # all",
        "HTTP/1.1 100 Continue\\r\\n\\r\\nHTTP/1.1 103 Early Hints\\r\\nX: y\\r\\n\\r\\nHTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok # ok",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n2;x=y\\r\\nab\\r\\n1\\r\\nc\\r\\n0\\r\\nT: u\\r\\n\\r\\n # abc",
        "HTTP/1.1 204 No Content\\r\\n\\r\\n # ''",
        "HTTP/1.1 304 Not Modified\\r\\nContent-Length: 5\\r\\n\\r\\n # ''",
        "HTTP/1.1 200\\r\\nContent-Length: 2\\r\\n\\r\\nok # ok"
      })
  void readsEveryKindOfBody(String answer, String body) throws IOException {
    answers(answer.replace("\\r", "\r").replace("\\n", "\n"));

    assertThat(read(send(false))).isEqualTo(body);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "this is not HTTP\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n",
        "HTTP/2.0 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX : y\r\n\r\n",
        "HTTP/1.1 200 OK\nX: y\n\n"
      })
  void takesNoGarbageForAnAnswer(String answer) {
    answers(answer + "|close");

    assertThat(phase(() -> send(false))).isEqualTo(Phase.MALFORMED);
  }

  @Test
  void waitsNoLongerThanItMayForAFirstByte() {
    answers("|stall");

    assertThat(phase(() -> send(false))).isEqualTo(Phase.FIRST_BYTE_TIMEOUT);
  }

  @Test
  void waitsNoLongerThanItMayBetweenTwoReads() {
    answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab|stall");

    assertThat(phase(() -> read(send(false)))).isEqualTo(Phase.STALLED);
  }

  @Test
  void saysWhenNobodyListens() throws IOException {
    // A port that is taken, so that no test beside this one listens there, but does not listen.
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      port = taken.getLocalPort();

      assertThat(phase(() -> send(true))).isEqualTo(Phase.CONNECT);
    }
  }

  @Test
  void opensNoMoreConnectionsThanItMay() throws IOException {
    answers(OK, OK, OK, OK);
    List<ClientExchange> open = List.of(send(false), send(false), send(false), send(false));

    assertThat(phase(() -> send(false))).isEqualTo(Phase.CONNECT);
    for (ClientExchange each : open) {
      read(each);
    }
    answers(OK);
    assertThat(read(send(false))).isEqualTo("ok");
  }

  @Test
  void endsABlockedReadWhenItIsCancelled() throws Exception {
    answers("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab|stall");
    ClientExchange exchange = send(false);
    byte[] some = new byte[100];
    assertThat(exchange.read(some, 0, 100)).isEqualTo(2);
    AtomicReference<Phase> ended = new AtomicReference<>();
    CountDownLatch reading = new CountDownLatch(1);
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              reading.countDown();
              ended.set(phase(() -> exchange.read(some, 0, 100)));
            });
    assertThat(reading.await(5, TimeUnit.SECONDS)).isTrue();

    exchange.cancel();

    assertThat(reader.join(Duration.ofSeconds(5))).isTrue();
    assertThat(ended.get()).isEqualTo(Phase.CANCELLED);
    exchange.close();
  }

  @Test
  void handsOutAWayToCancelBeforeAnAnswerBegins() throws Exception {
    answers("|stall");
    AtomicReference<Runnable> cancel = new AtomicReference<>();
    CountDownLatch handed = new CountDownLatch(1);
    AtomicReference<Phase> ended = new AtomicReference<>();
    Thread sender =
        Thread.ofVirtual()
            .start(() ->
                ended.set(
                    phase(() ->
                        pool.send(
                            new Origin("http", "127.0.0.1", server.getLocalPort()),
                            new ClientRequest(
                                "GET", "/", Headers.create(), Body.of(new byte[0]), false),
                            new Timers(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(60)),
                            4,
                            way -> {
                              cancel.set(way);
                              handed.countDown();
                            }))));
    assertThat(handed.await(5, TimeUnit.SECONDS)).isTrue();

    cancel.get().run();

    assertThat(sender.join(Duration.ofSeconds(5))).isTrue();
    assertThat(ended.get()).isEqualTo(Phase.CANCELLED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
        "HTTP/1.1 204 No Content\r\n\r\n"
      })
  void takesNothingThatFollowsAnAnswerForTheNextOne(String answer) throws IOException {
    answers(answer + "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\nsmuggle", OK);
    read(send(true));

    assertThat(read(send(true))).isEqualTo("ok");
    assertThat(connections).containsExactly(0, 1);
  }

  @Test
  void takesNothingThatCameInBetweenForTheNextAnswer() throws Exception {
    try (ServerSocket own = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      port = own.getLocalPort();
      CountDownLatch read = new CountDownLatch(1);
      CountDownLatch said = new CountDownLatch(1);
      Thread upstream =
          Thread.ofVirtual()
              .start(() -> {
                try (Socket first = own.accept()) {
                  request(first.getInputStream());
                  first.getOutputStream().write(OK.getBytes(ISO_8859_1));
                  read.await();
                  first.getOutputStream().write(OK.replace("ok", "ha").getBytes(ISO_8859_1));
                  said.countDown();
                  try (Socket second = own.accept()) {
                    request(second.getInputStream());
                    second.getOutputStream().write(OK.getBytes(ISO_8859_1));
                  }
                } catch (IOException | InterruptedException e) {
                  // the test is over
                }
              });
      read(send(true));
      read.countDown();
      assertThat(said.await(5, TimeUnit.SECONDS)).isTrue();

      assertThat(read(send(true))).isEqualTo("ok");
      assertThat(upstream.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        "HTTP/1.1 200 OK\r\n\r\nok|close"
      })
  void keepsNoConnectionThatTheUpstreamEnds(String answer) throws IOException {
    answers(answer, OK);
    read(send(false));

    assertThat(pool.counts().values()).containsExactly(new ClientPool.Count(0, 0));
    assertThat(read(send(false))).isEqualTo("ok");
    assertThat(connections).containsExactly(0, 1);
  }

  /// Each byte comes in time; the attempt as a whole must not go on for ever.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nX: ",
        "HTTP/1.1 200 ",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;x=",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX: ",
        "HTTP/1.1 200 OK\r\n\r\n"
      })
  void endsAnAnswerThatDripsForLongerThanTheAttemptMayTake(String begin) throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (ServerSocket own = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread upstream =
          Thread.ofVirtual()
              .start(() -> {
                try (Socket socket = own.accept()) {
                  request(socket.getInputStream());
                  socket.getOutputStream().write(begin.getBytes(ISO_8859_1));
                  while (!over.await(20, TimeUnit.MILLISECONDS)) {
                    socket.getOutputStream().write('y');
                  }
                } catch (IOException | InterruptedException e) {
                  // the pool has closed, as it should
                }
              });
      Timers timers =
          new Timers(
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              Duration.ofSeconds(5),
              Duration.ofMillis(300));

      assertThat(
              phase(() ->
                  read(
                      pool.send(
                          new Origin("http", "127.0.0.1", own.getLocalPort()),
                          new ClientRequest(
                              "GET", "/", Headers.create(), Body.of(new byte[0]), true),
                          timers,
                          4,
                          _ -> {}))))
          .isEqualTo(Phase.TOTAL_TIMEOUT);
      over.countDown();
      assertThat(upstream.join(Duration.ofSeconds(5))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writesNoLongerThanTheAttemptMayTake(boolean held) throws Exception {
    // More than fits into the buffers between both sides, for an upstream that reads nothing.
    byte[] large = new byte[32 << 20];
    Body body =
        held
            ? Body.of(large)
            : Body.arriving(new java.io.ByteArrayInputStream(large)::read, large.length);
    Timers timers =
        new Timers(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofMillis(300));
    try (ServerSocket own = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Origin origin = new Origin("http", "127.0.0.1", own.getLocalPort());

      assertThat(
              phase(() ->
                  pool.send(
                      origin,
                      new ClientRequest("POST", "/", Headers.create(), body, true),
                      timers,
                      4,
                      _ -> {})))
          .isEqualTo(Phase.TOTAL_TIMEOUT);
      assertThat(pool.counts().get(origin)).isEqualTo(new ClientPool.Count(0, 0));
    }
  }
}
