package dev.gatehouse.bench.start;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.EventStream;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/// Starts the gateway of a plugin's test in a fresh JVM, as the first test of a build does, and
/// prints how many milliseconds it took: until it serves, until its first answer is read, and both
/// together with the start of the JVM. `kernel/bench/test-start.sh` runs it several times.
public final class TestStart {
  private TestStart() {}

  /// Runs the program.
  public static void main(String[] args) throws Exception {
    long began = System.nanoTime();
    try (ScriptedUpstream upstream = ScriptedUpstream.start();
        TestGateway gateway =
            TestGateway.of(
                    """
                    providers: { scripted: { type: openai, base-url: "%s/v1", api-key: none } }
                    models: { chat: { targets: [ { provider: scripted, model: m } ] } }
                    """
                        .formatted(upstream.url()),
                    new OpenAiPlugin())
                .start()) {
      long serves = System.nanoTime();
      upstream.next(Reply.json("{\"model\":\"m\",\"choices\":[]}"));
      try (EventStream answer =
          gateway.client().stream(
              "/v1/chat/completions",
              "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}")) {
        if (answer.status() != 200) {
          throw new IllegalStateException("status " + answer.status());
        }
      }
      long answered = System.nanoTime();
      System.out.println(
          millis(serves - began)
              + " "
              + millis(answered - began)
              + " "
              + (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()));
    }
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
