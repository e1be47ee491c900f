package dev.gatehouse.testkit;

import dev.gatehouse.sdk.http.Headers;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One connection to a [ScriptedUpstream]: reads requests, plays replies, and notices at any time
/// that the client leaves, because one byte is always read ahead.
final class UpstreamConnection implements Runnable {
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final int GONE = -1;

  private final Socket socket;
  private final Function<ReceivedRequest, Reply> script;
  private final InputStream in;
  private final OutputStream out;

  UpstreamConnection(Socket socket, Function<ReceivedRequest, Reply> script) throws IOException {
    this.socket = socket;
    this.script = script;
    this.in = new BufferedInputStream(socket.getInputStream());
    this.out = new BufferedOutputStream(socket.getOutputStream(), 64 * 1024);
    socket.setTcpNoDelay(true);
  }

  @Override
  public void run() {
    try (socket) {
      CompletableFuture<Integer> next = readAhead(() -> {});
      for (int first = next.join(); first != GONE; first = next.join()) {
        ReceivedRequest request = read(first);
        next = readAhead(request::markLeft);
        if (!play(script.apply(request).to(request), request)) {
          return;
        }
      }
    } catch (IOException clientLeft) {
      // the request in progress knows already; there is nobody to tell
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<Integer> readAhead(Runnable whenGone) {
    CompletableFuture<Integer> next = new CompletableFuture<>();
    Thread.startVirtualThread(() -> {
      int read = readOrGone();
      if (read == GONE) {
        whenGone.run();
      }
      next.complete(read);
    });
    return next;
  }

  private int readOrGone() {
    try {
      return in.read();
    } catch (IOException reset) {
      return GONE;
    }
  }

  private ReceivedRequest read(int first) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(first);
    String[] requestLine = ((char) first + readLine(head)).split(" ", 3);
    if (requestLine.length < 3) {
      throw new IOException("no request line");
    }
    Headers headers = Headers.create();
    for (String line = readLine(head); !line.isEmpty(); line = readLine(head)) {
      int colon = line.indexOf(':');
      headers.add(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    if ("100-continue".equalsIgnoreCase(headers.value("expect"))) {
      write("HTTP/1.1 100 Continue\r\n\r\n");
      out.flush();
    }
    return new ReceivedRequest(
        requestLine[0], requestLine[1], headers, head.toByteArray(), readBody(headers));
  }

  private byte[] readBody(Headers headers) throws IOException {
    String length = headers.value("content-length");
    if (length != null) {
      return exactly(Integer.parseInt(length));
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if ("chunked".equalsIgnoreCase(headers.value("transfer-encoding"))) {
      ByteArrayOutputStream framing = new ByteArrayOutputStream();
      for (int size = chunkSize(framing); size > 0; size = chunkSize(framing)) {
        body.writeBytes(exactly(size));
        readLine(framing);
      }
      while (!readLine(framing).isEmpty()) {
        // trailers
      }
    }
    return body.toByteArray();
  }

  private int chunkSize(ByteArrayOutputStream framing) throws IOException {
    return Integer.parseInt(readLine(framing).split(";", 2)[0].strip(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the request was cut");
    }
    return bytes;
  }

  /// Reads a line and keeps its bytes.
  private String readLine(ByteArrayOutputStream head) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("the head was cut");
      }
      head.write(b);
      line.append((char) b);
    }
    head.write('\n');
    return line.toString().stripTrailing();
  }

  /// @return whether the connection can serve another request
  private boolean play(Reply reply, ReceivedRequest request)
      throws IOException, InterruptedException {
    if (!reply.before().isZero() && request.awaitAbort(reply.before())) {
      return false;
    }
    if (reply.hangsUp()) {
      return false;
    }
    if (reply.isRaw()) {
      out.write(reply.body());
      out.flush();
      return false;
    }
    writeHead(reply);
    if (request.method().equals("HEAD")) {
      out.flush();
      request.markAnswered();
      return true;
    }
    if (!writeBody(reply, request)) {
      return false;
    }
    // known before the client can know: it may close as soon as it has the last byte
    request.markAnswered();
    if (reply.chunked()) {
      write("0\r\n\r\n");
    }
    out.flush();
    return true;
  }

  private void writeHead(Reply reply) throws IOException {
    write("HTTP/1.1 " + reply.status() + " Scripted\r\n");
    Headers headers = reply.headers();
    for (int i = 0; i < headers.size(); i++) {
      write(headers.nameAt(i) + ": " + headers.valueAt(i) + "\r\n");
    }
    write(
        reply.chunked()
            ? "transfer-encoding: chunked\r\n\r\n"
            : "content-length: " + reply.body().length + "\r\n\r\n");
  }

  /// @return whether the body was sent to its end
  private boolean writeBody(Reply reply, ReceivedRequest request)
      throws IOException, InterruptedException {
    int bound = Math.min(reply.cutAfter(), reply.stallAfter());
    int sent = 0;
    boolean first = true;
    for (byte[] piece : reply.pieces()) {
      if (!first && !reply.between().isZero() && request.awaitAbort(reply.between())) {
        return false;
      }
      first = false;
      int length = Math.min(piece.length, bound - sent);
      writePiece(piece, length, reply.chunked());
      sent += length;
      if (length < piece.length) {
        break;
      }
    }
    if (bound == Integer.MAX_VALUE) {
      return true;
    }
    out.flush();
    if (reply.stallAfter() < reply.cutAfter()) {
      request.awaitAbort(FOR_EVER);
    }
    return false;
  }

  private void writePiece(byte[] piece, int length, boolean chunked) throws IOException {
    if (chunked && length > 0) {
      write(Integer.toHexString(length).toUpperCase(Locale.ROOT) + "\r\n");
    }
    out.write(piece, 0, length);
    if (chunked && length > 0) {
      write("\r\n");
    }
    out.flush();
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /// Ends the connection whatever it is doing.
  void close() {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      // closed is closed
    }
  }

  @Override
  public String toString() {
    @Nullable Object peer = socket.getRemoteSocketAddress();
    return "connection from " + peer;
  }
}
