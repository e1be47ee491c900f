package dev.gatehouse.kernel.wire;

import dev.gatehouse.sdk.http.Headers;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/// An answer on its way to a client.
final class ServerResponse implements WireResponse {
  private static final long CUT_AFTER_MILLIS = 50;

  private enum Framed {
    LENGTH,
    CHUNKED,
    UNTIL_CLOSE,
    NO_BODY
  }

  private final ServerConnection connection;
  private final MessageWriter writer;
  private final Framed framed;
  private final long length;
  private final boolean close;
  private long written;
  private volatile boolean settled;
  private boolean finished;

  ServerResponse(
      ServerConnection connection,
      int status,
      Headers headers,
      long length,
      int minorVersion,
      boolean close,
      boolean bodyless)
      throws IOException {
    this.connection = connection;
    this.writer = new MessageWriter(connection::write);
    this.length = length;
    this.framed =
        bodyless
            ? Framed.NO_BODY
            : length >= 0 ? Framed.LENGTH : minorVersion == 0 ? Framed.UNTIL_CLOSE : Framed.CHUNKED;
    this.close = close || framed == Framed.UNTIL_CLOSE;
    writer.text("HTTP/1.1 ");
    writer.text(Integer.toString(status));
    writer.text(" ");
    writer.text(Statuses.reason(status));
    writer.text("\r\n");
    writer.fields(headers);
    if (!headers.contains("date")) {
      writer.field("date", HttpDate.now());
    }
    if (length >= 0 && !Statuses.hasNoBody(status)) {
      writer.field("content-length", Long.toString(length));
    } else if (framed == Framed.CHUNKED) {
      writer.field("transfer-encoding", "chunked");
    }
    if (this.close) {
      writer.field("connection", "close");
    }
    writer.text("\r\n");
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    if (finished) {
      throw new IllegalStateException("the answer is over");
    }
    written += count;
    settled |= framed == Framed.LENGTH && written == length;
    switch (framed) {
      case LENGTH -> {
        if (written > length) {
          throw new IllegalStateException(
              "the answer is longer than its announced length of " + length);
        }
        writer.data(bytes, offset, count);
      }
      case CHUNKED -> writer.chunk(bytes, offset, count);
      case UNTIL_CLOSE -> writer.data(bytes, offset, count);
      case NO_BODY -> {
        // HEAD and the statuses without a body: what would be there is counted and left out.
      }
    }
  }

  @Override
  public void flush() throws IOException {
    writer.flush();
  }

  @Override
  public void finish() throws IOException {
    if (finished) {
      return;
    }
    if (framed == Framed.LENGTH && written < length) {
      throw new IllegalStateException(
          "the answer has " + written + " of the announced " + length + " bytes");
    }
    settled = true;
    if (framed == Framed.CHUNKED) {
      writer.lastChunk();
    }
    writer.flush();
    finished = true;
  }

  @Override
  public void abort() {
    settled = true;
    try {
      writer.flush();
      // Many clients throw away what they have buffered when the end of the connection arrives with
      // it. What was said last
      // is why the answer breaks off, so it gets a moment to be read.
      TimeUnit.MILLISECONDS.sleep(CUT_AFTER_MILLIS);
    } catch (IOException e) {
      // The client has left; cutting is all there is to do, and that follows.
      connection.cut();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    connection.cut();
  }

  @Override
  public long written() {
    return written;
  }

  /// Returns whether nothing more will be written; what leads to this may still be on its way.
  boolean settled() {
    return settled;
  }

  boolean finished() {
    return finished;
  }

  boolean closes() {
    return close;
  }
}
