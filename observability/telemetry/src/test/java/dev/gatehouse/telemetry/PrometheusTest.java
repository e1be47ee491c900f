package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exposure;
import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.telemetry.AttemptTrace;
import dev.gatehouse.sdk.telemetry.ExchangeTrace;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Lets a real Prometheus scrape `/metrics` and ask the queries of the example's dashboard.
class PrometheusTest {
  private static final Path EXAMPLE = Path.of("../../examples/observability");

  /// What the kernel measures, and losses that do not happen here.
  private static final Pattern NOT_MEASURED_HERE =
      Pattern.compile("(gatehouse|gateway)_(plugin|log)_|otel_sdk_");

  @Test
  void theExampleHoldsAgainstARealPrometheus() throws Exception {
    for (String tool : List.of("prometheus", "promtool", "jq", "curl")) {
      assumeTrue(onPath(tool), tool + " is not installed");
    }
    try (Fixture fixture = new Fixture();
        ScheduledExecutorService traffic = Executors.newSingleThreadScheduledExecutor()) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/metrics", exchange -> answer(fixture.telemetry, exchange));
      server.start();
      try {
        var running =
            traffic.scheduleAtFixedRate(() -> traffic(fixture), 0, 50, TimeUnit.MILLISECONDS);
        String output = check("127.0.0.1:" + server.getAddress().getPort());
        running.cancel(false);

        assertThat(output).containsPattern("Asked: \\d\\d queries of the dashboard");
        assertThat(output.lines().filter(line -> line.startsWith("  no data yet: ")))
            .isNotEmpty()
            .allSatisfy(line -> assertThat(line).containsPattern(NOT_MEASURED_HERE));
      } finally {
        server.stop(0);
      }
    }
  }

  private static String check(String target) throws Exception {
    Path log = Files.createTempFile("check", ".log");
    Process process =
        new ProcessBuilder(EXAMPLE.resolve("check.sh").toAbsolutePath().toString(), target)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
      String output = Files.readString(log);
      assertThat(process.exitValue()).as(output).isZero();
      return output;
    } finally {
      process.destroy();
      Files.delete(log);
    }
  }

  private static void traffic(Fixture fixture) {
    FakeExchange exchange = FakeExchange.chat();
    ExchangeTrace trace = fixture.telemetry.begin(exchange);
    exchange.expose(new Exposure("prompt", "b", "consumer", "h", "assigned", 1));
    trace
        .attempt(exchange, 1, Fixture.GPT, "openai", Headers.create())
        .end(Fixture.attempt(1, 429), null, null, null);
    AttemptTrace second = trace.attempt(exchange, 2, Fixture.GPT, "openai", Headers.create());
    second.chunk(System.nanoTime());
    second.chunk(System.nanoTime());
    second.end(Fixture.attempt(2, 200), "m", "stop", Usage.of(40, 20));
    trace.end(exchange, FakeCompletion.ok(null).costing(1_000_000));
    FakeExchange cached = FakeExchange.chat();
    fixture.telemetry.begin(cached).end(cached, FakeCompletion.ok(null).answeredBy("cache"));
    FakeExchange failed = FakeExchange.chat();
    fixture
        .telemetry
        .begin(failed)
        .end(
            failed,
            FakeCompletion.failed(
                Outcome.TIMEOUT, 504, Problem.of(504, "upstream_timeout", "Too slow.")));
  }

  private static void answer(ModelTelemetry telemetry, HttpExchange exchange) throws IOException {
    try (exchange) {
      Headers headers = Headers.create();
      exchange
          .getRequestHeaders()
          .forEach((name, values) -> values.forEach(value -> headers.add(name, value)));
      Answer answer =
          telemetry.handle(new AdminRequest("GET", "", Map.of(), headers, Body.empty()));
      byte[] body = answer.body().bytes();
      exchange.getResponseHeaders().set("content-type", answer.headers().value("content-type"));
      exchange.sendResponseHeaders(answer.status(), body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      exchange.sendResponseHeaders(500, -1);
    }
  }

  private static boolean onPath(String tool) {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      if (Files.isExecutable(Path.of(folder, tool))) {
        return true;
      }
    }
    return false;
  }
}
