package dev.gatehouse.kernel.listener;

import dev.gatehouse.kernel.admin.AdminCall;
import dev.gatehouse.kernel.admin.AdminHandler;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.stream.StreamEvent;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;

/// Where operators come in: the admin API, health, metrics and the console.
public final class AdminListener implements AutoCloseable {
  /// The most bytes of a request, unless plugin files are taken.
  public static final int MOST_BODY = 8 << 20;

  /// The most bytes of a request where plugin files are taken.
  public static final int MOST_UPLOAD = 128 << 20;

  private final WebServer server;

  /// Starts to listen.
  ///
  /// @param port 0 lets the system choose
  /// @param mostBody the most bytes of a request
  public AdminListener(String host, int port, AdminHandler handler, int mostBody) {
    this.server =
        WebServer.builder()
            .address(DataPlaneListener.address(host))
            .port(port)
            .shutdownHook(false)
            .maxTcpConnections(512)
            .maxPayloadSize(mostBody)
            .maxConcurrentRequests(64)
            .idleConnectionTimeout(Duration.ofMinutes(2))
            .shutdownGracePeriod(Duration.ofMillis(200))
            .connectionOptions(options -> options.tcpNoDelay(true))
            .routing(
                HttpRouting.builder().any((request, response) -> serve(handler, request, response)))
            .build()
            .start();
  }

  private static void serve(AdminHandler handler, ServerRequest request, ServerResponse response)
      throws IOException {
    Headers headers = Headers.create();
    request
        .headers()
        .forEach(header -> header.allValues().forEach(value -> headers.add(header.name(), value)));
    byte[] body = request.content().hasEntity() ? request.content().as(byte[].class) : new byte[0];
    Answer answer =
        handler.handle(
            new AdminCall(
                request.prologue().method().text(),
                request.path().path(),
                request.query().isEmpty() ? "" : request.query().rawValue(),
                headers,
                body));
    response.status(Status.create(answer.status()));
    answer
        .headers()
        .forEach((name, value) -> response.headers().add(HeaderNames.create(name), value));
    if (answer.streamed()) {
      stream(answer, response);
    } else {
      response.send(answer.body().bytes());
    }
  }

  private static void stream(Answer answer, ServerResponse response) throws IOException {
    try (OutputStream out = response.outputStream();
        var events = answer.events()) {
      for (StreamEvent event = events.next(); event != null; event = events.next()) {
        out.write(event.raw());
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Returns the port that is listened on.
  public int port() {
    return server.port();
  }

  @Override
  public void close() {
    server.stop();
  }
}
