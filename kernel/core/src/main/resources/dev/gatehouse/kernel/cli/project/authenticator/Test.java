package {{package}};

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gatehouse.plugins.openai.OpenAiPlugin;
import dev.gatehouse.plugins.simulated.SimulatedPlugin;
import dev.gatehouse.testkit.TestGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A real gateway with simulated models, in this process.
class {{Name}}AuthenticatorTest {
  private static final String QUESTION =
      "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Why?\"}]}";

  @RegisterExtension
  static final TestGateway GATEWAY =
      TestGateway.of(
          """
          providers:
            local: { type: simulated }
          models:
            chat: { targets: [ { provider: local, model: m } ] }
          filters:
            - {{name}}: { secret: open-sesame }
          """,
          new OpenAiPlugin(),
          new SimulatedPlugin(),
          new {{Name}}Plugin());

  @Test
  void letsInWhoeverShowsTheSecret() throws Exception {
    assertEquals(200, status("x-{{name}}", "open-sesame"));
  }

  @Test
  void refusesAnotherSecretAndNone() throws Exception {
    assertEquals(401, status("x-{{name}}", "guessed"));
    assertEquals(401, status());
  }

  private static int status(String... fields) throws Exception {
    return GATEWAY.client().post("/v1/chat/completions", QUESTION, fields).status();
  }
}
