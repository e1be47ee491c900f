package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.Gateway;
import dev.gatehouse.kernel.GatewayOptions;
import dev.gatehouse.kernel.plugin.ConfigSource;
import dev.gatehouse.kernel.plugin.PluginSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What one exchange costs on one connection, from the client's bytes to the upstream and back,
/// with none to many filters in the chain. The difference between two of them is the price of
/// filters; loopback and the upstream are in all of them.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PipelineBench {
  private static final byte[] ANSWER =
      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 11\r\n\r\n{\"ok\":true}"
          .getBytes(US_ASCII);
  private static final byte[] BODY =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}"
          .getBytes(UTF_8);
  private static final byte[] REQUEST =
      ("POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nContent-Type: application/json\r\nContent-Length: "
              + BODY.length
              + "\r\n\r\n"
              + new String(BODY, UTF_8))
          .getBytes(UTF_8);

  /// How many filters look at each exchange.
  @Param({"0", "1", "10"})
  public int filters;

  private final byte[] received = new byte[4096];
  private @Nullable Running running;

  /// What lives as long as a trial.
  private record Running(ServerSocket upstream, Gateway gateway, Path folder, Socket client) {}

  /// Starts an upstream, a gateway and a client.
  @Setup(Level.Trial)
  public void start() throws IOException {
    ServerSocket upstream = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().start(() -> accept(upstream));
    Path folder = Files.createTempDirectory("gatehouse-bench");
    String yaml =
        """
        routes:
          - id: all
            match: { path: /** }
            upstream: http://127.0.0.1:%d
        filters: [ %s ]
        """
            .formatted(
                upstream.getLocalPort(),
                String.join(", ", java.util.Collections.nCopies(filters, "looks: {}")));
    Gateway gateway =
        Gateway.start(
            new GatewayOptions(
                new ConfigSource.Text("bench", yaml),
                folder,
                null,
                Files.createDirectory(folder.resolve("plugins")),
                folder.resolve("data"),
                0,
                0,
                List.of(PluginSource.ofInstance("looks", "1", new LooksPlugin())),
                Map.of(),
                false));
    Socket client =
        new Socket(InetAddress.getLoopbackAddress(), URI.create(gateway.dataUrl()).getPort());
    client.setTcpNoDelay(true);
    running = new Running(upstream, gateway, folder, client);
  }

  private static void accept(ServerSocket upstream) {
    while (true) {
      try {
        Socket socket = upstream.accept();
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> answer(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  /// Answers each request; the body arrives with the head or right behind it.
  private static void answer(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      byte[] some = new byte[4096];
      int seen = 0;
      while (true) {
        int n = in.read(some, seen, some.length - seen);
        if (n < 0) {
          return;
        }
        seen += n;
        if (some[seen - 1] == '}') {
          socket.getOutputStream().write(ANSWER);
          seen = 0;
        }
      }
    } catch (IOException e) {
      // the gateway let the connection go
    }
  }

  private Running running() {
    return Objects.requireNonNull(running, "JMH calls start first");
  }

  /// Stops everything.
  @TearDown(Level.Trial)
  public void stop() throws IOException {
    Running stopping = running();
    stopping.client().close();
    stopping.gateway().close();
    stopping.upstream().close();
    try (Stream<Path> all = Files.walk(stopping.folder())) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  /// One exchange.
  @Benchmark
  public int exchange() throws IOException {
    OutputStream out = running().client().getOutputStream();
    out.write(REQUEST);
    InputStream in = running().client().getInputStream();
    int length = 0;
    do {
      int n = in.read(received, length, received.length - length);
      if (n < 0) {
        throw new IOException("the gateway closed the connection");
      }
      length += n;
    } while (received[length - 1] != '}');
    return length;
  }
}
