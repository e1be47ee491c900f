package ${package};

import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes a line of JSON for each exchange. One thread calls it with batches, off the path of
/// requests: it may take its time, and what it cannot take is dropped and counted.
final class ${className}Sink implements RequestLogSink {
  private final Path file;

  ${className}Sink(${className}Config config, ExtensionContext context) {
    this.file = context.dataFolder().resolve(config.file());
  }

  @Override
  public void write(List<ExchangeRecord> batch) throws IOException {
    try (OutputStream out =
        Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (ExchangeRecord record : batch) {
        out.write(Json.write(line(record)));
        out.write('\n');
      }
    }
  }

  private static ObjectNode line(ExchangeRecord record) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", record.id())
        .put("at", record.startedAt().toString())
        .put("model", record.request().model())
        .put("status", record.response().status())
        .put("millis", record.timing().total() / 1_000_000);
  }
}
