package dev.gatehouse.bench.swap;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.AttributeKey;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.plugin.GatewayPlugin;
import dev.gatehouse.sdk.plugin.PluginRegistry;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamTransform;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/// Stamps each exchange with the version of its jar: on the request, on the answer's head, and on
/// every event of a stream. What an exchange shows of more than one version was mixed.
public final class StampPlugin implements GatewayPlugin {
  /// Head of the version that saw the request.
  static final String REQUEST = "x-request-stamp";

  /// Head of the version that saw the answer.
  static final String ANSWER = "x-answer-stamp";

  private static final String STAMP = "stamp.txt";
  private static final AttributeKey<String> SEEN = AttributeKey.of("stamp");
  // What plugins should not do, to see what becomes of it.
  private static final ThreadLocal<Object> LEFT = new ThreadLocal<>();

  /// There is nothing to configure.
  public record None() {}

  @Override
  public void register(PluginRegistry registry) {
    String[] stamp = stamp();
    registry.add(
        Filter.POINT,
        "stamp",
        None.class,
        (config, context) -> new Stamp(stamp[0], stamp[1].equals("leaves")));
  }

  private static String[] stamp() {
    try (InputStream in = StampPlugin.class.getClassLoader().getResourceAsStream(STAMP)) {
      if (in == null) {
        throw new IllegalStateException(STAMP + " is missing");
      }
      return new String(in.readAllBytes(), UTF_8).split(" ", -1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Writes a version of this plugin as a jar.
  ///
  /// @param leaves whether it leaves something on each thread that it runs on
  static void pack(Path file, int version, boolean leaves) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JarOutputStream jar = new JarOutputStream(bytes)) {
      for (Class<?> member : StampPlugin.class.getNestMembers()) {
        String name = member.getName().replace('.', '/') + ".class";
        try (InputStream in = StampPlugin.class.getClassLoader().getResourceAsStream(name)) {
          add(jar, name, in == null ? new byte[0] : in.readAllBytes());
        }
      }
      add(
          jar,
          "META-INF/services/" + GatewayPlugin.class.getName(),
          StampPlugin.class.getName().getBytes(UTF_8));
      add(jar, STAMP, (version + " " + (leaves ? "leaves" : "clean")).getBytes(UTF_8));
    }
    Files.write(file, bytes.toByteArray());
  }

  private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(content);
    jar.closeEntry();
  }

  private record Stamp(String version, boolean leaves) implements Filter {
    @Override
    public Decision onRequest(Exchange exchange) {
      if (leaves) {
        LEFT.set(this);
      }
      exchange.attribute(SEEN, version);
      return Decision.next();
    }

    @Override
    public void onResponse(Exchange exchange, Answer answer) {
      stamp(exchange, answer);
    }

    @Override
    public StreamTransform onStream(Exchange exchange, Answer head) {
      stamp(exchange, head);
      return (event, out) ->
          out.emit(
              StreamEvent.of(
                  null,
                  (new String(event.data(), UTF_8) + " " + version).getBytes(UTF_8),
                  EventDecoder.NONE));
    }

    private void stamp(Exchange exchange, Answer answer) {
      answer.headers().set(REQUEST, String.valueOf(exchange.attribute(SEEN)));
      answer.headers().set(ANSWER, version);
    }
  }
}
