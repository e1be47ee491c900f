package dev.gatehouse.history.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The form of an entry in a file: length of the payload (4 bytes), sequence (8), CRC32C of both
/// and the payload (4), payload. Big endian.
final class Frame {
  /// What each file begins with: three letters, the version of this form, and room.
  static final byte[] FILE_HEADER = {'G', 'H', 'J', 1, 0, 0, 0, 0};

  static final int HEADER = 16;
  static final int MAX_PAYLOAD = 256 << 20;

  private Frame() {}

  static int size(byte[] payload) {
    return HEADER + payload.length;
  }

  static void put(ByteBuffer out, long sequence, byte[] payload) {
    int start = out.position();
    out.putInt(payload.length).putLong(sequence);
    CRC32C crc = new CRC32C();
    crc.update(out.array(), out.arrayOffset() + start, 12);
    crc.update(payload);
    out.putInt((int) crc.getValue()).put(payload);
  }

  /// Returns the length of the payload of the frame that begins here, or -1 when none does. Looks
  /// at the header alone.
  static int payloadLength(ByteBuffer in) {
    if (in.remaining() < HEADER) {
      return -1;
    }
    int length = in.getInt(in.position());
    return length < 0 || length > MAX_PAYLOAD ? -1 : length;
  }

  /// Reads the frame that begins here; null, without moving, when it is damaged or not whole.
  static @Nullable Entry take(ByteBuffer in) {
    int length = payloadLength(in);
    if (length < 0 || in.remaining() < HEADER + length) {
      return null;
    }
    int start = in.position();
    CRC32C crc = new CRC32C();
    crc.update(in.array(), in.arrayOffset() + start, 12);
    crc.update(in.array(), in.arrayOffset() + start + HEADER, length);
    if ((int) crc.getValue() != in.getInt(start + 12)) {
      return null;
    }
    byte[] payload = new byte[length];
    in.get(start + HEADER, payload);
    in.position(start + HEADER + length);
    return new Entry(in.getLong(start + 4), payload);
  }
}
