package dev.gatehouse.sdk.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.AiDelta;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamEventTest {
  private static StreamEvent raw(String text) {
    return StreamEvent.raw(text.getBytes(UTF_8), EventDecoder.NONE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "event: tick\ndata: one\ndata:two\n\n",
        "event:tick\r\ndata:one\r\ndata: two\r\n\r\n",
        "event: tick\rdata: one\rdata: two\r\r",
        ": note\nid: 7\nevent: tick\ndata: one\nretry: 10\ndata: two\n\n"
      })
  void readsNameAndDataWithEveryKindOfLineEnd(String text) {
    StreamEvent event = raw(text);

    assertThat(event.name()).isEqualTo("tick");
    assertThat(new String(event.data(), UTF_8)).isEqualTo("one\ntwo");
    assertThat(new String(event.raw(), UTF_8)).isEqualTo(text);
  }

  @Test
  void takesACommentForAnEventWithoutData() {
    assertThat(raw(": keep-alive\n\n").comment()).isTrue();
    assertThat(raw("data: x\n\n").comment()).isFalse();
  }

  @Test
  void readsBackWhatItWrote() {
    StreamEvent event = StreamEvent.of("tick", "a\n\nb".getBytes(UTF_8), EventDecoder.NONE);

    StreamEvent again = StreamEvent.raw(event.raw(), EventDecoder.NONE);
    assertThat(again.name()).isEqualTo("tick");
    assertThat(new String(again.data(), UTF_8)).isEqualTo("a\n\nb");
  }

  @Test
  void decodesOnceHoweverManyAsk() {
    AtomicInteger calls = new AtomicInteger();
    StreamEvent event =
        StreamEvent.raw(
            "data: {}\n\n".getBytes(UTF_8),
            e -> {
              calls.incrementAndGet();
              return List.of(AiDelta.text(0, "hi"));
            });

    assertThat(event.deltas()).isSameAs(event.deltas());
    assertThat(calls).hasValue(1);
    assertThat(event.json()).isSameAs(event.json());
  }
}
