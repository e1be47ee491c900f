package {{package}};

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.plugins.simulated.SimulatedPlugin;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.testkit.TestGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A real gateway with simulated models, in this process.
class {{Name}}SinkTest {
  @RegisterExtension
  static final TestGateway GATEWAY =
      TestGateway.of(
          """
          providers:
            local: { type: simulated }
          models:
            chat: { targets: [ { provider: local, model: m } ] }
          {{name}}: { file: tested.log }
          """,
          new OpenAiPlugin(),
          new SimulatedPlugin(),
          new {{Name}}Plugin());

  @TempDir Path folder;

  @Test
  void writesALineForEachExchange() throws Exception {
    var answer =
        GATEWAY
            .client()
            .post(
                "/v1/chat/completions",
                "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}");
    ExchangeRecord record = GATEWAY.record(answer.requestId());
    Path file = folder.resolve("tested.log");

    new {{Name}}Sink(file).write(List.of(record, record));

    List<String> lines = Files.readAllLines(file);
    assertEquals(2, lines.size());
    assertTrue(lines.getFirst().endsWith(record.id() + " 200 chat"), lines.getFirst());
  }
}
