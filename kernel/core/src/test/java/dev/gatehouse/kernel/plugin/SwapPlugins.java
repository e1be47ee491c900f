package dev.gatehouse.kernel.plugin;

/// Sources of the plugins that come and go under load.
final class SwapPlugins {
  /// Two filters of one jar: the inner one answers, the outer one marks the answer, each with the
  /// version in the jar's `version.txt`. It leaves something on the thread, as plugins should not.
  static final String SWAPPED =
      """
      import dev.gatehouse.sdk.http.*;
      import dev.gatehouse.sdk.stream.*;
      import static java.nio.charset.StandardCharsets.UTF_8;

      public final class Entry implements GatewayPlugin {
        public record Config() {}
        static final ThreadLocal<Object> LEFT = new ThreadLocal<>();
        static final String VERSION = version();

        static String version() {
          try (var in = Entry.class.getResourceAsStream("/version.txt")) {
            return new String(in.readAllBytes(), UTF_8);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }

        @Override public void register(PluginRegistry registry) {
          registry.add(Filter.POINT, "outer", Config.class, (config, context) -> new Outer());
          registry.add(Filter.POINT, "inner", Config.class, (config, context) -> new Inner());
        }

        static final class Outer implements Filter {
          @Override public void onResponse(Exchange exchange, Answer answer) {
            answer.headers().set("x-outer", VERSION);
          }

          @Override public StreamTransform onStream(Exchange exchange, Answer head) {
            return (event, out) ->
                out.emit(event(VERSION + " " + new String(event.data(), UTF_8)));
          }
        }

        static final class Inner implements Filter {
          @Override public Decision onRequest(Exchange exchange) {
            LEFT.set(new Outer());
            if (!exchange.head().path().equals("/stream")) {
              return Decision.respond(Answer.of(200, "text/plain", VERSION.getBytes(UTF_8)));
            }
            int[] left = {10};
            return Decision.respond(
                Answer.stream(
                    200,
                    Headers.of("content-type", "text/event-stream"),
                    () -> {
                      Thread.sleep(10);
                      return left[0]-- > 0 ? event(VERSION) : null;
                    }));
          }
        }

        static StreamEvent event(String text) {
          return StreamEvent.of(null, text.getBytes(UTF_8), EventDecoder.NONE);
        }
      }
      """;

  /// A filter that answers with the identity of its instance, to show that it is carried over.
  static final String STAYS =
      """
      public final class Entry implements GatewayPlugin {
        public record Config() {}

        @Override public void register(PluginRegistry registry) {
          registry.add(Filter.POINT, "stays", Config.class, (config, context) -> new Stays());
        }

        static final class Stays implements Filter {
          private final String id = "stays-" + java.util.UUID.randomUUID();

          @Override public Decision onRequest(Exchange exchange) {
            return Decision.respond(Answer.of(200, "text/plain", id.getBytes()));
          }
        }
      }
      """;

  /// A filter whose answers never end: events, one event and then silence, a body that stops
  /// arriving, a hook that waits.
  static final String ENDLESS =
      """
      import dev.gatehouse.sdk.http.*;
      import dev.gatehouse.sdk.stream.*;
      import java.io.InterruptedIOException;
      import java.time.Duration;
      import static java.nio.charset.StandardCharsets.UTF_8;

      public final class Entry implements GatewayPlugin {
        public record Config() {}
        static final byte[] VERSION = version();

        static byte[] version() {
          try (var in = Entry.class.getResourceAsStream("/version.txt")) {
            return (new String(in.readAllBytes(), UTF_8) + "\\n").getBytes(UTF_8);
          } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        }

        @Override public void register(PluginRegistry registry) {
          registry.add(Filter.POINT, "endless", Config.class, (config, context) -> new Endless())
              .timeout(Duration.ofHours(1));
        }

        static final class Endless implements Filter {
          @Override public Decision onRequest(Exchange exchange) throws InterruptedException {
            return switch (exchange.head().path()) {
              case "/hook" -> {
                Thread.sleep(Duration.ofHours(1));
                yield Decision.next();
              }
              case "/body" -> Decision.respond(Answer.whole(
                  200, Headers.of("content-type", "text/plain"), Body.arriving(body(), -1)));
              default -> Decision.respond(Answer.stream(
                  200,
                  Headers.of("content-type", "text/event-stream"),
                  events(exchange.head().path().equals("/silent"))));
            };
          }

          private static BodySource body() {
            int[] read = {0};
            return (buffer, offset, length) -> {
              if (read[0]++ > 0) {
                try {
                  Thread.sleep(Duration.ofHours(1));
                } catch (InterruptedException e) {
                  throw new InterruptedIOException();
                }
              }
              System.arraycopy(VERSION, 0, buffer, offset, VERSION.length);
              return VERSION.length;
            };
          }

          private static EventSource events(boolean silent) {
            int[] read = {0};
            return () -> {
              Thread.sleep(Duration.ofMillis(read[0]++ > 0 && silent ? 3_600_000 : 10));
              return StreamEvent.of(null, new String(VERSION, UTF_8).trim().getBytes(UTF_8), EventDecoder.NONE);
            };
          }
        }
      }
      """;

  private SwapPlugins() {}
}
