package dev.gatehouse.kernel.plugin.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagedHttpClientTest {
  private HttpServer server;

  @BeforeEach
  void serve() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(200, 2);
          exchange.getResponseBody().write(new byte[] {'o', 'k'});
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private HttpRequest request() {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"))
        .build();
  }

  @Test
  void callsTheHostsThatWereGiven() throws Exception {
    ManagedHttpClient client = new ManagedHttpClient("mine", List.of("127.0.0.1"));

    assertThat(client.send(request(), BodyHandlers.ofString()).body()).isEqualTo("ok");
    client.stop();
  }

  @Test
  void refusesOthersAndSaysWhatToDeclare() {
    ManagedHttpClient client = new ManagedHttpClient("mine", List.of("*.example.com"));

    assertThatExceptionOfType(SecurityException.class)
        .isThrownBy(() -> client.send(request(), BodyHandlers.ofString()))
        .withMessage(
            "plugin mine may not call 127.0.0.1; its descriptor has to list it under"
                + " permissions.egress, which has *.example.com");
    for (String host : List.of("example.com", "evilexample.com", "example.com.evil.org")) {
      assertThatExceptionOfType(SecurityException.class)
          .isThrownBy(() ->
              client.sendAsync(
                  HttpRequest.newBuilder(URI.create("http://" + host + "/")).build(),
                  BodyHandlers.ofString()));
    }
    client.stop();
  }

  @Test
  void isClosedByTheKernelAlone() throws Exception {
    ManagedHttpClient client = new ManagedHttpClient("mine", List.of("*"));
    client.close();
    client.shutdownNow();

    assertThat(client.send(request(), BodyHandlers.ofString()).statusCode()).isEqualTo(200);

    client.stop();
    assertThatIllegalStateException()
        .isThrownBy(() -> client.send(request(), BodyHandlers.ofString()))
        .withMessage("plugin stopped");
  }
}
