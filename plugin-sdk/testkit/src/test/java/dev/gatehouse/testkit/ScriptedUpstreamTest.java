package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScriptedUpstreamTest {
  private final ScriptedUpstream upstream = ScriptedUpstream.start();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    client.close();
    upstream.close();
  }

  @Test
  void playsTheNextRepliesAndThenThoseOfThePath() throws Exception {
    upstream.on("/a", Reply.json("{\"a\":1}"));
    upstream.next(Reply.json("{}").status(429).header("retry-after", "7"));

    HttpResponse<byte[]> first = post("/a?x=1", "one");
    HttpResponse<byte[]> second = post("/a", "two");

    assertThat(first.statusCode()).isEqualTo(429);
    assertThat(first.headers().firstValue("retry-after")).contains("7");
    assertThat(text(second)).isEqualTo("{\"a\":1}");
    assertThat(post("/b", "").statusCode()).isEqualTo(501);
    assertThat(upstream.requests())
        .extracting(ReceivedRequest::target)
        .containsExactly("/a?x=1", "/a", "/b");
    assertThat(upstream.take().text()).isEqualTo("one");
    assertThat(upstream.take().answered()).isTrue();
  }

  @Test
  void keepsTheHeadByteForByte() throws Exception {
    upstream.on("/", Reply.json("{}"));
    String head = "POST / HTTP/1.1\r\nHost: x\r\nX-Odd:   a b \r\ncontent-length: 2\r\n\r\n";
    try (Socket socket = connect()) {
      socket.getOutputStream().write((head + "hi").getBytes(StandardCharsets.US_ASCII));

      ReceivedRequest request = upstream.take();

      assertThat(new String(request.head(), StandardCharsets.US_ASCII)).isEqualTo(head);
      assertThat(request.headers().value("x-odd")).isEqualTo("a b");
      assertThat(request.text()).isEqualTo("hi");
    }
  }

  @Test
  void readsChunkedRequests() throws Exception {
    upstream.on("/", Reply.echo());
    HttpResponse<byte[]> response =
        client.send(
            HttpRequest.newBuilder(upstream.uri("/"))
                .header("content-type", "text/x")
                .POST(
                    BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[70_000])))
                .build(),
            BodyHandlers.ofByteArray());

    assertThat(response.body()).isEqualTo(new byte[70_000]);
    assertThat(response.headers().firstValue("content-type")).contains("text/x");
    assertThat(upstream.take().headers().contains("transfer-encoding")).isTrue();
  }

  @Test
  void splitsAStreamAnywhere() throws Exception {
    Reply reply = Reply.sse("{\"a\":\"zwölf €\"}", "[DONE]").split(1);
    upstream.next(reply);

    HttpResponse<byte[]> response = post("/", "");

    assertThat(text(response)).isEqualTo("data: {\"a\":\"zwölf €\"}\n\ndata: [DONE]\n\n");
    assertThat(response.body()).isEqualTo(reply.body());
  }

  @Test
  void cutsBodiesVisibly() {
    for (Reply reply :
        new Reply[] {
          Reply.json("{\"a\":1}").cutAfter(3),
          Reply.json("{\"a\":1}").cutAfter(7).split(7),
          Reply.sse("one", "two").cutAfter(4),
          Reply.sse("one").cutAfter(0),
          Reply.hangUp(),
          Reply.raw("HTTP/1.1 2".getBytes(StandardCharsets.US_ASCII))
        }) {
      // one that comes at once is sent again by the client, which is its right
      upstream.next(reply, reply);
      assertThatThrownBy(() -> post("/", "x")).isInstanceOf(IOException.class);
    }
  }

  @Test
  void noticesThatTheClientLeavesWhileItStalls() throws Exception {
    upstream.on("/", Reply.sse("one", "two").stallAfter(8));
    ReceivedRequest request;
    try (Socket socket = connect()) {
      socket
          .getOutputStream()
          .write("GET / HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      request = upstream.take();
      readUntil(socket.getInputStream(), "data: on");
      assertThat(request.awaitAbort(Duration.ofMillis(1))).isFalse();
    }

    assertThat(request.awaitAbort(Duration.ofSeconds(20))).isTrue();
    assertThat(request.answered()).isFalse();
  }

  @Test
  void doesNotTakeAClientForGoneThatHasItsAnswer() throws Exception {
    upstream.on("/", Reply.json("{}"));
    post("/", "x");
    client.close();

    assertThat(upstream.take().awaitAbort(Duration.ofMillis(20))).isFalse();
  }

  @Test
  void refusesConnections() {
    upstream.refuse();

    assertThatThrownBy(() -> post("/", "x")).isInstanceOf(java.net.ConnectException.class);
  }

  private static void readUntil(InputStream in, String end) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(end) < 0) {
      int b = in.read();
      assertThat(b).isNotNegative();
      read.append((char) b);
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), upstream.uri("/").getPort());
  }

  private HttpResponse<byte[]> post(String target, String body)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(upstream.uri(target)).POST(BodyPublishers.ofString(body)).build(),
        BodyHandlers.ofByteArray());
  }

  private static String text(HttpResponse<byte[]> response) {
    return new String(response.body(), StandardCharsets.UTF_8);
  }
}
