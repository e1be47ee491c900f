package dev.gatehouse.kernel.protocol;

import dev.gatehouse.sdk.http.BodySource;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Splits bytes into server-sent events (WHATWG HTML, section 9.2.6) and nothing smaller: the bytes
/// of all events put together are the bytes that came in. Lines may end with LF, CR LF or CR. Used
/// by one thread.
public final class SseSplitter {
  private static final int READ = 16 * 1024;

  /// Says that one event is larger than allowed.
  public static final class EventTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    EventTooLarge(int most) {
      super("an event of the stream is larger than " + most + " bytes");
    }
  }

  private final BodySource source;
  private final EventDecoder decoder;
  private final int most;
  private byte[] bytes = new byte[READ];
  private int start;
  private int scanned;
  private int limit;
  private boolean ended;
  // Whether the bytes scanned so far end at a line's beginning, and whether the last byte was a CR.
  private boolean lineBegins = true;
  private boolean afterCr;
  private int pending = -1;

  /// Makes a splitter.
  ///
  /// @param most the largest event in bytes
  public SseSplitter(BodySource source, EventDecoder decoder, int most) {
    this.source = source;
    this.decoder = decoder;
    this.most = most;
  }

  /// Returns the next event, or null at the end. What follows the last blank line comes as a last
  /// event.
  public @Nullable StreamEvent next() throws IOException {
    while (true) {
      int end = scan();
      if (end >= 0) {
        return take(end);
      }
      if (ended) {
        return start < limit ? take(limit) : null;
      }
      fill();
    }
  }

  /// Returns whether an event can be had without reading.
  public boolean available() {
    // Scanning is not taking: the end that was found is kept for the next call.
    pending = scan();
    return pending >= 0;
  }

  /// Reads on, for whoever knows that there is something to read.
  public void readOn() throws IOException {
    fill();
  }

  /// Returns the index after the blank line that ends the first event, or -1 when it is not there
  /// yet.
  private int scan() {
    if (pending >= 0) {
      return pending;
    }
    while (scanned < limit) {
      byte b = bytes[scanned];
      if (b == '\n') {
        scanned++;
        if (afterCr) {
          // The second half of CR LF: the line ended with the CR already.
          afterCr = false;
          continue;
        }
        if (lineBegins) {
          return scanned;
        }
        lineBegins = true;
      } else if (b == '\r') {
        if (lineBegins) {
          if (scanned + 1 == limit && !ended) {
            // Whether an LF belongs to it is not known yet.
            return -1;
          }
          scanned++;
          if (scanned < limit && bytes[scanned] == '\n') {
            scanned++;
          }
          afterCr = false;
          return scanned;
        }
        scanned++;
        lineBegins = true;
        afterCr = true;
      } else {
        scanned++;
        lineBegins = false;
        afterCr = false;
      }
    }
    return -1;
  }

  private StreamEvent take(int end) throws EventTooLarge {
    if (end - start > most) {
      throw new EventTooLarge(most);
    }
    StreamEvent event = StreamEvent.raw(Arrays.copyOfRange(bytes, start, end), decoder);
    start = end;
    scanned = end;
    pending = -1;
    lineBegins = true;
    afterCr = false;
    return event;
  }

  private void fill() throws IOException {
    if (start > 0) {
      System.arraycopy(bytes, start, bytes, 0, limit - start);
      limit -= start;
      scanned -= start;
      start = 0;
    }
    if (limit > most) {
      throw new EventTooLarge(most);
    }
    if (limit == bytes.length) {
      // One byte more than the largest event, since a CR at its end may have an LF behind it.
      bytes = Arrays.copyOf(bytes, (int) Math.min(most + 1L, bytes.length * 2L));
    }
    int n = source.read(bytes, limit, bytes.length - limit);
    if (n < 0) {
      ended = true;
    } else {
      limit += n;
    }
  }
}
