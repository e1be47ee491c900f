package dev.gatehouse.plugins.openai;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a form names its model: the value of the part `model` of `multipart/form-data` (RFC 7578).
///
/// @param name the model's name
/// @param start the offset of its first byte in the body
/// @param end the offset behind its last byte
record FormModel(String name, int start, int end) {
  private static final Pattern BOUNDARY =
      Pattern.compile(
          "(?:^|;)\\s*boundary=(?:\"([^\"]{1,200})\"|([^\\s;\"]{1,200}))",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern NAMED_MODEL =
      Pattern.compile("content-disposition:[^\\r\\n]*[;\\s]name=\"?model\"?\\s*(?:[;\\r\\n]|$)");
  private static final byte[] BLANK_LINE = {'\r', '\n', '\r', '\n'};
  private static final int LONGEST_PART_HEAD = 4096;

  /// Looks for the part. A form that is malformed names no model; the upstream will complain.
  static Optional<FormModel> find(@Nullable String contentType, byte[] body) {
    Matcher boundary = BOUNDARY.matcher(contentType == null ? "" : contentType);
    if (!boundary.find()) {
      return Optional.empty();
    }
    String name = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
    byte[] delimiter = ("--" + name).getBytes(StandardCharsets.ISO_8859_1);
    byte[] next = ("\r\n--" + name).getBytes(StandardCharsets.ISO_8859_1);
    int part = indexOf(body, delimiter, 0);
    while (part >= 0) {
      int head = part + delimiter.length;
      int headEnd = indexOf(body, BLANK_LINE, head);
      if (headEnd < 0 || headEnd - head > LONGEST_PART_HEAD) {
        return Optional.empty();
      }
      int start = headEnd + BLANK_LINE.length;
      int end = indexOf(body, next, headEnd + 2);
      if (end < 0) {
        return Optional.empty();
      }
      String fields =
          new String(body, head, headEnd - head, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
      if (end >= start && NAMED_MODEL.matcher(fields).find()) {
        return Optional.of(
            new FormModel(
                new String(body, start, end - start, StandardCharsets.UTF_8), start, end));
      }
      part = end + 2;
    }
    return Optional.empty();
  }

  /// Returns the body with another name in the same place.
  byte[] replaced(byte[] body, String model) {
    byte[] value = model.getBytes(StandardCharsets.UTF_8);
    byte[] changed = new byte[start + value.length + body.length - end];
    System.arraycopy(body, 0, changed, 0, start);
    System.arraycopy(value, 0, changed, start, value.length);
    System.arraycopy(body, end, changed, start + value.length, body.length - end);
    return changed;
  }

  private static int indexOf(byte[] bytes, byte[] wanted, int from) {
    outer:
    for (int i = from; i <= bytes.length - wanted.length; i++) {
      for (int k = 0; k < wanted.length; k++) {
        if (bytes[i + k] != wanted[k]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }
}
