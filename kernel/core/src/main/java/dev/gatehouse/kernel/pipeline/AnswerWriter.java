package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.error.UpstreamProblems;
import dev.gatehouse.kernel.wire.ClientExchange;
import dev.gatehouse.kernel.wire.UpstreamFailure;
import dev.gatehouse.kernel.wire.WireResponse;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.BodySource;
import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Sends answers to the client.
final class AnswerWriter {
  private static final int READ = 16 * 1024;

  private AnswerWriter() {}

  /// Begins an answer: its head, with what the gateway itself has to say.
  static WireResponse begin(LiveExchange exchange, int status, Headers headers, long length)
      throws IOException {
    Headers out = headers.copy();
    out.set("x-request-id", exchange.id());
    out.remove("x-gatehouse-experiment");
    for (Exposure exposure : exchange.exposures()) {
      if (!exposure.variant().isEmpty()) {
        out.add("x-gatehouse-experiment", exposure.experiment() + "=" + exposure.variant());
      }
    }
    String challenge = exchange.challenge();
    if (status == 401 && challenge != null) {
      out.set("www-authenticate", challenge);
    }
    exchange.progress().status = status;
    WireResponse response = exchange.wire().respond(status, out, length);
    exchange.progress().response = response;
    return response;
  }

  /// Sends a whole answer, from memory or as it arrives.
  static void whole(LiveExchange exchange, Answer answer) {
    Body body = answer.body();
    try {
      @Nullable BodySource source = body.held() ? null : body.takeSource();
      if (source == null) {
        byte[] bytes = body.bytes();
        WireResponse response = begin(exchange, answer.status(), answer.headers(), bytes.length);
        exchange.progress().firstContent();
        exchange.responseCapture().add(bytes, 0, bytes.length);
        response.write(bytes, 0, bytes.length);
        response.finish();
      } else {
        arriving(exchange, answer, source, body.length());
      }
    } catch (IOException e) {
      throw new ClientGone();
    }
  }

  private static void arriving(LiveExchange exchange, Answer answer, BodySource source, long length)
      throws IOException {
    WireResponse response = begin(exchange, answer.status(), answer.headers(), length);
    byte[] buffer = new byte[READ];
    while (true) {
      int n;
      exchange.guard().arm();
      try {
        n = source.read(buffer, 0, buffer.length);
      } catch (UpstreamFailure e) {
        // The head is out: all that can be told is that this is not the whole answer. A connection
        // whose answer is not finished is cut.
        exchange.checkClient();
        exchange.fail(UpstreamProblems.of(e, exchange.route()), Outcome.TRUNCATED);
        response.abort();
        return;
      } catch (IOException e) {
        exchange.checkClient();
        throw e;
      } finally {
        boolean _ = exchange.guard().disarm();
      }
      if (n < 0) {
        response.finish();
        return;
      }
      exchange.progress().firstContent();
      exchange.responseCapture().add(buffer, 0, n);
      response.write(buffer, 0, n);
      if (!(source instanceof ClientExchange upstream && upstream.available())) {
        response.flush();
      }
    }
  }
}
