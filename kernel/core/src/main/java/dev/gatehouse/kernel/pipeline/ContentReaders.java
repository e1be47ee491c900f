package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.protocol.SseSplitter;
import dev.gatehouse.kernel.record.ContentCoding;
import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.log.CapturedBody;
import dev.gatehouse.sdk.log.Content;
import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.log.ExchangeRecord.RecordedRequest;
import dev.gatehouse.sdk.log.ExchangeRecord.RecordedResponse;
import dev.gatehouse.sdk.protocol.ClientProtocol;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads what recorded bytes say, with the client protocols of the running generation. Thread-safe.
public final class ContentReaders implements ContentReader {
  private static final int MOST_EVENT = 16 << 20;
  private final Supplier<List<ClientProtocol>> protocols;

  /// Makes a reader.
  ///
  /// @param protocols asked at each use
  public ContentReaders(Supplier<List<ClientProtocol>> protocols) {
    this.protocols = protocols;
  }

  @Override
  public Content read(RecordedRequest request, RecordedResponse response) {
    ClientProtocol protocol = protocol(request.protocol());
    if (protocol == null) {
      return Content.EMPTY;
    }
    AiRequest asked = asked(protocol, request);
    if (asked == null) {
      return Content.EMPTY;
    }
    return new Content(messages(asked), answer(protocol, asked, response), error(response));
  }

  private @Nullable ClientProtocol protocol(@Nullable String id) {
    for (ClientProtocol protocol : protocols.get()) {
      if (protocol.id().equals(id)) {
        return protocol;
      }
    }
    return null;
  }

  private static @Nullable AiRequest asked(ClientProtocol protocol, RecordedRequest request) {
    try {
      Headers headers = Headers.create();
      if (request.contentType() != null) {
        headers.set("content-type", request.contentType());
      }
      return protocol.read(
          new RequestHead(request.method(), request.path(), null, headers),
          Body.of(request.body().bytes()));
    } catch (RuntimeException e) {
      return null;
    }
  }

  private static List<Message> messages(AiRequest asked) {
    try {
      List<Message> messages = new ArrayList<>(asked.conversation().messages());
      for (String input : asked.inputs()) {
        messages.add(Message.of("user", input));
      }
      return messages;
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }

  private static List<Part> answer(
      ClientProtocol protocol, AiRequest asked, RecordedResponse response) {
    if (response.status() >= 400) {
      return List.of();
    }
    try {
      byte[] bytes = ContentCoding.decoded(response.body().bytes(), response.contentEncoding());
      if (response.streamed()) {
        return joined(protocol, bytes);
      }
      return protocol
          .readAnswer(asked, Body.of(bytes))
          .map(ContentReaders::parts)
          .orElse(List.of());
    } catch (IOException | RuntimeException e) {
      return List.of();
    }
  }

  private static List<Part> parts(AiAnswer answer) {
    return switch (answer) {
      case AiAnswer.Whole whole -> whole.parts();
      case AiAnswer.Embeddings _ -> List.of();
      case AiAnswer.TokenCount _ -> List.of();
      case AiAnswer.Streamed _ -> List.of();
    };
  }

  /// The pieces of a streamed part, put together again.
  private static final class Joined {
    private final AiDelta.Kind kind;
    private final StringBuilder text = new StringBuilder();
    private @Nullable String name;
    private @Nullable String callId;

    Joined(AiDelta.Kind kind) {
      this.kind = kind;
    }

    Part part() {
      Part.Kind partKind =
          switch (kind) {
            case REASONING -> Part.Kind.REASONING;
            case TOOL_CALL -> Part.Kind.TOOL_CALL;
            default -> Part.Kind.TEXT;
          };
      return new Part(partKind, text.toString(), name, callId, null, null, null);
    }
  }

  private static List<Part> joined(ClientProtocol protocol, byte[] bytes) throws IOException {
    Map<String, Joined> parts = new LinkedHashMap<>();
    ByteArrayInputStream in = new ByteArrayInputStream(bytes);
    SseSplitter events = new SseSplitter(in::read, protocol.events(), MOST_EVENT);
    for (StreamEvent event = events.next(); event != null; event = events.next()) {
      for (AiDelta delta : event.deltas()) {
        if (delta.content()) {
          Joined part =
              parts.computeIfAbsent(
                  delta.kind() + "/" + delta.index(), _ -> new Joined(delta.kind()));
          part.text.append(delta.text() == null ? "" : delta.text());
          part.name = delta.toolName() == null ? part.name : delta.toolName();
          part.callId = delta.toolCallId() == null ? part.callId : delta.toolCallId();
        }
      }
    }
    return parts.values().stream().map(Joined::part).toList();
  }

  private static String error(RecordedResponse response) {
    if (response.status() < 400) {
      return "";
    }
    CapturedBody body = response.body();
    String text =
        new String(body.bytes(), 0, Math.min(body.bytes().length, 8_192), StandardCharsets.UTF_8);
    return text.strip();
  }
}
