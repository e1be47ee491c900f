package dev.gatehouse.history;

import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.log.Content;
import dev.gatehouse.sdk.log.ContentReader;
import dev.gatehouse.sdk.plugin.ConfiguredConsumer;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import dev.gatehouse.sdk.plugin.Secrets;
import dev.gatehouse.sdk.store.ByteCache;
import dev.gatehouse.sdk.store.KeyValueStore;
import dev.gatehouse.sdk.store.QuotaStore;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.Tracer;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import tools.jackson.databind.json.JsonMapper;

/// The services of the kernel as far as the history uses them. Its protocol is lines of `role:
/// text`; a line without a role belongs to the one before.
public final class TestContext implements ExtensionContext {
  private final Path folder;
  private final Clock clock;

  public TestContext(Path folder, Clock clock) {
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public ContentReader contentReader() {
    return (request, response) -> {
      List<Message> messages = new ArrayList<>();
      String body = new String(request.body().bytes(), StandardCharsets.UTF_8);
      for (String line : body.split("\n(?=\\w+: )", -1)) {
        int colon = line.indexOf(": ");
        if (colon > 0) {
          messages.add(Message.of(line.substring(0, colon), line.substring(colon + 2)));
        }
      }
      String answer = new String(response.body().bytes(), StandardCharsets.UTF_8);
      return response.status() >= 400
          ? new Content(messages, List.of(), answer)
          : new Content(messages, List.of(Part.text(answer)), "");
    };
  }

  @Override
  public String instance() {
    return "history";
  }

  @Override
  public List<ConfiguredConsumer> consumers() {
    return List.of();
  }

  @Override
  public String pluginId() {
    return "history";
  }

  @Override
  public String pluginVersion() {
    return "test";
  }

  @Override
  public System.Logger logger() {
    return System.getLogger("history");
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Meter meter() {
    return OpenTelemetry.noop().getMeter("history");
  }

  @Override
  public Tracer tracer() {
    return OpenTelemetry.noop().getTracer("history");
  }

  @Override
  public ExecutorService executor() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ExecutorService cpuExecutor() {
    throw new UnsupportedOperationException();
  }

  @Override
  public HttpClient httpClient() {
    throw new UnsupportedOperationException();
  }

  @Override
  public JsonMapper json() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Secrets secrets() {
    throw new UnsupportedOperationException();
  }

  @Override
  public QuotaStore quota() {
    throw new UnsupportedOperationException();
  }

  @Override
  public ByteCache cache(String name) {
    throw new UnsupportedOperationException();
  }

  @Override
  public AutoCloseable schedule(Duration period, Runnable task) {
    throw new UnsupportedOperationException();
  }

  @Override
  public KeyValueStore keyValueStore(String namespace) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Path dataFolder() {
    return folder;
  }
}
