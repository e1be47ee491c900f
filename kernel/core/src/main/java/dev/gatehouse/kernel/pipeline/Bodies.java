package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.record.Capture;
import dev.gatehouse.kernel.wire.ClientExchange;
import dev.gatehouse.kernel.wire.WireBody;
import dev.gatehouse.kernel.wire.WireException;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.BodySource;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;

/// Bodies between the wire and the pipeline.
final class Bodies {
  private static final int READ = 16 * 1024;

  private Bodies() {}

  /// Returns the body of a request, whose failures end the exchange as they should, and which keeps
  /// what passes.
  static Body request(WireBody wire, Capture capture) {
    if (wire.length() == 0) {
      return Body.empty();
    }
    BodySource source =
        (buffer, offset, length) -> {
          int n;
          try {
            n = wire.read(buffer, offset, length);
          } catch (WireException e) {
            throw new ProblemException(Problem.of(e.status(), e.code(), e.detail()));
          } catch (IOException e) {
            throw new ClientGone();
          }
          if (n > 0) {
            capture.add(buffer, offset, n);
          }
          return n;
        };
    return Body.arriving(source, wire.length());
  }

  /// Reads a whole answer if it has at most `most` bytes; a larger one goes on arriving after
  /// those.
  static Body heldIfSmall(ClientExchange answer, int most) throws IOException {
    if (answer.length() >= 0 && answer.length() <= most) {
      return Body.of(exactly(answer, (int) answer.length()));
    }
    ByteArrayOutputStream first = new ByteArrayOutputStream(1024);
    byte[] buffer = new byte[READ];
    while (first.size() < most) {
      int n = answer.read(buffer, 0, Math.min(buffer.length, most - first.size()));
      if (n < 0) {
        return Body.of(first.toByteArray());
      }
      first.write(buffer, 0, n);
    }
    byte[] beginning = first.toByteArray();
    return Body.arriving(new Continued(beginning, answer), -1);
  }

  /// Reads an answer whose length its head told. The wire fails when it ends earlier.
  private static byte[] exactly(ClientExchange answer, int length) throws IOException {
    byte[] body = new byte[length];
    int at = 0;
    while (at < length) {
      int n = answer.read(body, at, length - at);
      if (n < 0) {
        throw new EOFException("the answer ended before its length");
      }
      at += n;
    }
    return body;
  }

  /// Reads an answer up to a bound; what is beyond is left out.
  static Body held(ClientExchange answer, int most) throws IOException {
    Body body = heldIfSmall(answer, most);
    return body.held()
        ? body
        : Body.of(((Continued) java.util.Objects.requireNonNull(body.takeSource())).beginning);
  }

  /// Bytes that were read already, followed by those that were not.
  private static final class Continued implements BodySource {
    private final byte[] beginning;
    private final BodySource rest;
    private int position;

    Continued(byte[] beginning, BodySource rest) {
      this.beginning = beginning;
      this.rest = rest;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (position == beginning.length) {
        return rest.read(buffer, offset, length);
      }
      int n = Math.min(length, beginning.length - position);
      System.arraycopy(beginning, position, buffer, offset, n);
      position += n;
      return n;
    }
  }
}
