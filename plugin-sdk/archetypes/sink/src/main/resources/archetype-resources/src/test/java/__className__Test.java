package ${package};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.GatewayTest;
import dev.gatehouse.testkit.RecordCapture;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A real gateway and a scripted model, in this process.
@GatewayTest(
    plugins = {OpenAiPlugin.class, ${className}Plugin.class},
    config = """
        providers:
          scripted: { type: openai, base-url: "${UPSTREAM}" }
        models:
          chat: { targets: [ { provider: scripted, model: m } ] }
        """)
class ${className}Test {
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

  @Test
  void writesALineForEachExchange(
      TestGateway gateway, GatewayClient client, ScriptedUpstream model, RecordCapture records)
      throws Exception {
    model.on("/chat/completions", Reply.json("{\"choices\":[]}"));

    String id = client.post("/v1/chat/completions", QUESTION).requestId();
    records.await(id);

    assertEquals(1, linesAbout(gateway, id));
  }

  /// Sinks are independent of each other, so this one may be a little later than the test's own.
  private static long linesAbout(TestGateway gateway, String id) throws Exception {
    for (int tries = 0; tries < 200; tries++) {
      long lines = lines(gateway).stream().filter(line -> line.contains(id)).count();
      if (lines > 0) {
        return lines;
      }
      Thread.sleep(50);
    }
    return 0;
  }

  private static List<String> lines(TestGateway gateway) throws Exception {
    try (var files = Files.walk(gateway.dataFolder())) {
      for (Path file : files.filter(each -> each.endsWith("exchanges.jsonl")).toList()) {
        return Files.readAllLines(file);
      }
      return List.of();
    }
  }
}
