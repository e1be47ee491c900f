package dev.gatehouse.testkit;

import dev.gatehouse.sdk.http.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a [ScriptedUpstream] does with one request: an answer, or a failure to answer.
///
/// Immutable; each method returns a changed copy, so a reply can be a constant and be varied:
/// `Reply.sse("{...}", "[DONE]").pause(ofMillis(50)).cutAfter(20)`.
public final class Reply {
  private enum Kind {
    ANSWER,
    ECHO,
    RAW,
    HANG_UP
  }

  private static final int NEVER = Integer.MAX_VALUE;

  private final Kind kind;
  private final int status;
  private final Headers headers;
  private final List<byte[]> pieces;
  private final boolean chunked;
  private final Duration before;
  private final Duration between;
  private final int cutAfter;
  private final int stallAfter;

  private Reply(
      Kind kind,
      int status,
      Headers headers,
      List<byte[]> pieces,
      boolean chunked,
      Duration before,
      Duration between,
      int cutAfter,
      int stallAfter) {
    this.kind = kind;
    this.status = status;
    this.headers = headers;
    this.pieces = List.copyOf(pieces);
    this.chunked = chunked;
    this.before = before;
    this.between = between;
    this.cutAfter = cutAfter;
    this.stallAfter = stallAfter;
  }

  private static Reply of(Kind kind, Headers headers, List<byte[]> pieces, boolean chunked) {
    return new Reply(
        kind, 200, headers, pieces, chunked, Duration.ZERO, Duration.ZERO, NEVER, NEVER);
  }

  /// Returns an answer of status 200 with a JSON body and a `content-length`.
  public static Reply json(String body) {
    return bytes("application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  /// Returns an answer of status 200 with this body and a `content-length`.
  public static Reply bytes(String contentType, byte[] body) {
    return of(Kind.ANSWER, Headers.of("content-type", contentType), List.of(body), false);
  }

  /// Returns a stream with one event for each text, each sent in a chunk of its own. Nothing is
  /// added: a stream of OpenAI's kind ends with the text `[DONE]`.
  public static Reply sse(String... data) {
    List<byte[]> events = new ArrayList<>(data.length);
    for (String each : data) {
      events.add(("data: " + each + "\n\n").getBytes(StandardCharsets.UTF_8));
    }
    return of(Kind.ANSWER, Headers.of("content-type", "text/event-stream"), events, true);
  }

  /// Returns an answer that sends the request's body back, with its content type.
  public static Reply echo() {
    return of(Kind.ECHO, Headers.create(), List.of(), false);
  }

  /// Returns bytes that are sent as they are in place of an answer; then the connection ends.
  public static Reply raw(byte[] bytes) {
    return of(Kind.RAW, Headers.create(), List.of(bytes), false);
  }

  /// Returns no answer at all: the connection ends after the request was read.
  public static Reply hangUp() {
    return of(Kind.HANG_UP, Headers.create(), List.of(), false);
  }

  /// Answers with another status.
  public Reply status(int newStatus) {
    return new Reply(
        kind, newStatus, headers, pieces, chunked, before, between, cutAfter, stallAfter);
  }

  /// Adds a header field.
  public Reply header(String name, String value) {
    Headers more = headers.copy().add(name, value);
    return new Reply(kind, status, more, pieces, chunked, before, between, cutAfter, stallAfter);
  }

  /// Waits before the answer begins.
  public Reply delay(Duration newBefore) {
    return new Reply(
        kind, status, headers, pieces, chunked, newBefore, between, cutAfter, stallAfter);
  }

  /// Waits between two pieces of the body; the pieces of a stream are its events.
  public Reply pause(Duration newBetween) {
    return new Reply(
        kind, status, headers, pieces, chunked, before, newBetween, cutAfter, stallAfter);
  }

  /// Sends the body in pieces of this many bytes, each a chunk of its own, wherever that splits
  /// events or characters.
  ///
  /// @param size at least 1
  public Reply split(int size) {
    byte[] whole = body();
    List<byte[]> split = new ArrayList<>();
    for (int from = 0; from < whole.length; from += size) {
      split.add(Arrays.copyOfRange(whole, from, Math.min(whole.length, from + size)));
    }
    return new Reply(kind, status, headers, split, true, before, between, cutAfter, stallAfter);
  }

  /// Ends the connection after so many bytes of the body, without the proper end of the framing.
  public Reply cutAfter(int bytes) {
    return new Reply(kind, status, headers, pieces, chunked, before, between, bytes, stallAfter);
  }

  /// Falls silent after so many bytes of the body and keeps the connection open, until the client
  /// leaves or the upstream is closed. 0 sends the head and no byte more.
  public Reply stallAfter(int bytes) {
    return new Reply(kind, status, headers, pieces, chunked, before, between, cutAfter, bytes);
  }

  /// Returns the bytes of the body as a client has to receive them.
  public byte[] body() {
    byte[] whole = new byte[pieces.stream().mapToInt(piece -> piece.length).sum()];
    int at = 0;
    for (byte[] piece : pieces) {
      System.arraycopy(piece, 0, whole, at, piece.length);
      at += piece.length;
    }
    return whole;
  }

  Duration before() {
    return before;
  }

  Duration between() {
    return between;
  }

  boolean chunked() {
    return chunked;
  }

  boolean hangsUp() {
    return kind == Kind.HANG_UP;
  }

  boolean isRaw() {
    return kind == Kind.RAW;
  }

  int status() {
    return status;
  }

  Headers headers() {
    return headers;
  }

  List<byte[]> pieces() {
    return pieces;
  }

  int cutAfter() {
    return cutAfter;
  }

  int stallAfter() {
    return stallAfter;
  }

  /// Returns this reply with what it takes from the request filled in.
  Reply to(ReceivedRequest request) {
    if (kind != Kind.ECHO) {
      return this;
    }
    Headers echoed = headers.copy();
    @Nullable String type = request.headers().value("content-type");
    if (type != null) {
      echoed.add("content-type", type);
    }
    return new Reply(
        Kind.ANSWER,
        status,
        echoed,
        List.of(request.body()),
        chunked,
        before,
        between,
        cutAfter,
        stallAfter);
  }
}
