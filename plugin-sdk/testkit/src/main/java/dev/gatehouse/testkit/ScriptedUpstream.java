package dev.gatehouse.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// An HTTP/1.1 server on a random loopback port that answers as a test tells it to, also wrongly,
/// and keeps what it received. Thread-safe.
///
/// ```java
/// try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
///   upstream.next(Reply.json("{}").status(429).header("retry-after", "7"));
///   upstream.on("/v1/chat/completions", Reply.sse("{...}", "[DONE]"));
///   ...
///   assertThat(upstream.take().text()).contains("gpt");
/// }
/// ```
public final class ScriptedUpstream implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final ServerSocket server;
  private final Queue<Reply> next = new ConcurrentLinkedQueue<>();
  private final Map<String, Reply> byPath = new ConcurrentHashMap<>();
  private final List<ReceivedRequest> received = new CopyOnWriteArrayList<>();
  private final BlockingQueue<ReceivedRequest> untaken = new LinkedBlockingQueue<>();
  private final Set<UpstreamConnection> connections = ConcurrentHashMap.newKeySet();

  private final Thread acceptor =
      Thread.ofVirtual().name("scripted-upstream").unstarted(this::accept);

  private ScriptedUpstream(ServerSocket server) {
    this.server = server;
  }

  /// Starts an upstream that has nothing to say yet: unscripted requests get status 501.
  public static ScriptedUpstream start() {
    try {
      ServerSocket server = new ServerSocket();
      server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 512);
      ScriptedUpstream upstream = new ScriptedUpstream(server);
      upstream.acceptor.start();
      return upstream;
    } catch (IOException e) {
      throw new UncheckedIOException("no loopback port for a scripted upstream", e);
    }
  }

  /// Returns the address without a slash at its end.
  public String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  /// Returns the address of a path.
  public URI uri(String path) {
    return URI.create(url() + path);
  }

  /// Adds replies for the next requests, whatever their paths; each is used once, in order. They
  /// come before those of [#on].
  public ScriptedUpstream next(Reply... replies) {
    next.addAll(List.of(replies));
    return this;
  }

  /// Sets the reply to every request of a path (without its query).
  public ScriptedUpstream on(String path, Reply reply) {
    byPath.put(path, reply);
    return this;
  }

  /// Forgets what it was told and what it received; connections stay.
  public void reset() {
    next.clear();
    byPath.clear();
    received.clear();
    untaken.clear();
  }

  /// Returns all requests so far, in the order in which they were complete.
  public List<ReceivedRequest> requests() {
    return List.copyOf(received);
  }

  /// Waits for the next request that was not taken yet.
  ///
  /// @throws AssertionError when none comes within 20 seconds
  public ReceivedRequest take() throws InterruptedException {
    @Nullable ReceivedRequest request = untaken.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    if (request == null) {
      throw new AssertionError("no request reached the upstream within " + PATIENCE);
    }
    return request;
  }

  /// Lets further connections be refused; those that are open go on.
  public void refuse() {
    try {
      server.close();
      // a virtual thread that waits in accept takes one more connection if it comes before it wakes
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = server.accept();
        UpstreamConnection connection = new UpstreamConnection(socket, this::reply);
        connections.add(connection);
        Thread.ofVirtual()
            .name("scripted-upstream-connection")
            .start(() -> {
              connection.run();
              connections.remove(connection);
            });
      } catch (IOException closedOrClientGone) {
        if (server.isClosed()) {
          return;
        }
      }
    }
  }

  private Reply reply(ReceivedRequest request) {
    received.add(request);
    untaken.add(request);
    Reply once = next.poll();
    if (once != null) {
      return once;
    }
    return byPath.getOrDefault(
        request.path(),
        Reply.json("{\"error\":{\"message\":\"nothing is scripted for " + request + "\"}}")
            .status(501));
  }

  /// Ends all connections and frees the port.
  @Override
  public void close() {
    refuse();
    connections.forEach(UpstreamConnection::close);
  }
}
