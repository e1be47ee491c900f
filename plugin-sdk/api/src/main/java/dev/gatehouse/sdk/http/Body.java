package dev.gatehouse.sdk.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The body of a request or of a whole answer.
///
/// Bytes are kept as they came. JSON is parsed at most once, when somebody first asks, and written
/// only if somebody edited it; untouched bodies leave byte for byte as they arrived. A body that
/// nobody asks for is never held: the kernel passes it on as it arrives.
///
/// Not thread-safe: it belongs to the thread of its exchange.
public final class Body {
  private @Nullable BodySource source;
  private byte @Nullable [] bytes;
  private @Nullable JsonNode tree;
  private boolean treeEdited;
  private boolean edited;
  private final long declaredLength;

  private Body(@Nullable BodySource source, byte @Nullable [] bytes, long declaredLength) {
    this.source = source;
    this.bytes = bytes;
    this.declaredLength = declaredLength;
  }

  /// Returns a body that is held already. The array is not copied and must not be changed.
  public static Body of(byte[] bytes) {
    return new Body(null, Objects.requireNonNull(bytes, "bytes"), bytes.length);
  }

  /// Returns a body that arrives while it is read.
  ///
  /// @param length its length in bytes, or -1 when that is not known in advance
  public static Body arriving(BodySource source, long length) {
    return new Body(Objects.requireNonNull(source, "source"), null, length);
  }

  /// Returns a body of no bytes.
  public static Body empty() {
    return of(new byte[0]);
  }

  /// Returns the length in bytes as far as it is known without reading, else -1.
  public long length() {
    return bytes != null && !treeEdited ? bytes.length : edited ? -1 : declaredLength;
  }

  /// Returns whether the bytes are in memory, so that asking for them costs nothing.
  public boolean held() {
    return bytes != null;
  }

  /// Returns whether somebody changed the body.
  public boolean edited() {
    return edited;
  }

  /// Returns the bytes, reading and holding all of them on the first call. The array is shared and
  /// must not be changed.
  ///
  /// @throws IOException when the sender leaves before the end
  /// @throws ProblemException 413 when the body is larger than the limit of the route
  public byte[] bytes() throws IOException {
    if (treeEdited && tree != null) {
      bytes = Json.write(tree);
      treeEdited = false;
    }
    byte[] held = bytes;
    if (held == null) {
      held = readAll();
      bytes = held;
      source = null;
    }
    return held;
  }

  /// Returns the JSON document. Look, do not change: edits go through [#edit].
  ///
  /// @throws IOException when the sender leaves before the end
  /// @throws ProblemException 400 when the body is not strict JSON
  public JsonNode json() throws IOException {
    JsonNode parsed = tree;
    if (parsed == null) {
      parsed = Json.parse(bytes());
      tree = parsed;
    }
    return parsed;
  }

  /// Returns the JSON document for changing. Afterwards the body is written anew from the tree, so
  /// spacing and escapes of the original are lost, but no field and no digit is.
  ///
  /// @throws ProblemException 400 when the body is not a JSON object
  public ObjectNode edit() throws IOException {
    if (!(json() instanceof ObjectNode object)) {
      throw new ProblemException(
          Problem.of(400, "malformed_json", "The body has to be a JSON object."));
    }
    edited = true;
    treeEdited = true;
    return object;
  }

  /// Replaces or adds one top-level field and leaves every other byte as it came.
  ///
  /// @throws ProblemException 400 when the body is not a JSON object
  public void field(String name, JsonNode value) throws IOException {
    if (treeEdited) {
      edit().set(name, value);
      return;
    }
    bytes = Json.withField(bytes(), name, value);
    tree = null;
    edited = true;
  }

  /// Replaces the whole body.
  public void replace(byte[] replacement) {
    bytes = Objects.requireNonNull(replacement, "replacement");
    tree = null;
    source = null;
    treeEdited = false;
    edited = true;
  }

  /// Returns an independent copy of a held body, for an attempt that may edit it.
  public Body copy() throws IOException {
    return of(bytes());
  }

  /// Hands over the source of a body that is not held, for passing it on without holding it.
  /// Whoever takes it is the only reader from then on.
  ///
  /// @return the source, or null when the body is held already
  public @Nullable BodySource takeSource() {
    BodySource taken = source;
    source = null;
    return taken;
  }

  private byte[] readAll() throws IOException {
    BodySource from = source;
    if (from == null) {
      throw new IllegalStateException("the body was passed on without being held");
    }
    if (declaredLength >= 0 && declaredLength <= 1 << 20) {
      return readExactly(from, (int) declaredLength);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(16 * 1024);
    byte[] chunk = new byte[16 * 1024];
    for (int n = from.read(chunk, 0, chunk.length); n >= 0; n = from.read(chunk, 0, chunk.length)) {
      out.write(chunk, 0, n);
    }
    return out.toByteArray();
  }

  private static byte[] readExactly(BodySource from, int length) throws IOException {
    byte[] all = new byte[length];
    int filled = 0;
    while (filled < length) {
      int n = from.read(all, filled, length - filled);
      if (n < 0) {
        throw new java.io.EOFException(
            "the body ended after " + filled + " of " + length + " bytes");
      }
      filled += n;
    }
    return all;
  }
}
