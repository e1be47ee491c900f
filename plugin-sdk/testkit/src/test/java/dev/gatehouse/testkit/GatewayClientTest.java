package dev.gatehouse.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GatewayClientTest {
  private final ScriptedUpstream server = ScriptedUpstream.start();
  private final GatewayClient client = new GatewayClient(server.uri(""));

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  @Test
  void postsJsonUnlessToldOtherwise() throws Exception {
    server.on("/a", Reply.echo().header("x-request-id", "id-1"));

    Received received = client.post("/a", "{\"n\":1}", "x-a", "b");

    assertThat(received.json().path("n").intValue()).isEqualTo(1);
    assertThat(received.requestId()).isEqualTo("id-1");
    assertThat(server.take().headers().value("x-a")).isEqualTo("b");
    assertThat(client.post("/a", "x", "Content-Type", "text/plain").headers().value("content-type"))
        .isEqualTo("text/plain");
  }

  @Test
  void readsEventsAsTheyAre() throws Exception {
    Reply reply =
        Reply.bytes(
                "text/event-stream",
                ": hi\n\ndata: zwölf\r\n\r\nevent: x\ndata: 2\n\n".getBytes(StandardCharsets.UTF_8))
            .header("x-request-id", "id-2")
            .split(3);
    server.next(reply);

    try (EventStream stream = client.stream("/s", "{}")) {
      assertThat(stream.status()).isEqualTo(200);
      assertThat(stream.requestId()).isEqualTo("id-2");
      assertThat(stream.rest())
          .extracting(
              event -> event.name() + "=" + new String(event.data(), StandardCharsets.UTF_8))
          .containsExactly("message=", "message=zwölf", "x=2");
      assertThat(stream.received()).isEqualTo(reply.body());
    }
  }

  @Test
  void throwsForACutStreamAndKeepsWhatCame() throws Exception {
    server.next(Reply.sse("one", "two").cutAfter(15));

    try (EventStream stream = client.stream("/s", "{}")) {
      StreamEvent first = stream.next();
      assertThat(first).isNotNull();
      assertThatThrownBy(stream::rest).isInstanceOf(IOException.class);
      assertThat(new String(stream.received(), StandardCharsets.UTF_8)).startsWith("data: one\n\n");
    }
  }

  @Test
  void leavesInTheMiddle() throws Exception {
    server.next(Reply.sse("one", "two").stallAfter(11));
    try (EventStream stream = client.stream("/s", "{}")) {
      assertThat(stream.next()).isNotNull();
    }

    assertThat(server.take().awaitAbort(Duration.ofSeconds(20))).isTrue();
  }
}
