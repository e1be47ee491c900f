package {{package}};

import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.RequestLogSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// Writes a line for each exchange. One thread calls it, and serving never waits for it.
final class {{Name}}Sink implements RequestLogSink {
  private final Path file;

  {{Name}}Sink(Path file) {
    this.file = file;
  }

  @Override
  public void write(List<ExchangeRecord> batch) throws IOException {
    List<String> lines =
        batch.stream()
            .map(record ->
                record.startedAt()
                    + " "
                    + record.id()
                    + " "
                    + record.response().status()
                    + " "
                    + record.request().model())
            .toList();
    Files.write(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
