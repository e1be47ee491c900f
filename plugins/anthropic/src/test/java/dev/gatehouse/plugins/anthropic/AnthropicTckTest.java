package dev.gatehouse.plugins.anthropic;

import dev.gatehouse.tck.PluginTck;
import dev.gatehouse.tck.ScriptedModel;
import dev.gatehouse.testkit.Reply;
import java.util.Map;

class AnthropicTckTest extends PluginTck<AnthropicPlugin> {
  private static final String[] BEGUN = {
    "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[],\"stop_reason\":null,\"stop_sequence\":null,\"usage\":{\"input_tokens\":5,\"output_tokens\":1}}}",
    "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
    "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"Hel\"}}"
  };

  @Override
  protected Map<String, String> settings() {
    return Map.of(
        "provider anthropic", "{ base-url: \"${UPSTREAM}\", api-key: \"${TCK_SECRET}\" }");
  }

  @Override
  protected ScriptedModel model() {
    return new ScriptedModel(
        "/messages",
        Reply.json(
            "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"Hello.\"}],\"stop_reason\":\"end_turn\",\"stop_sequence\":null,\"usage\":{\"input_tokens\":5,\"output_tokens\":2}}"),
        Streams.reply(
            BEGUN[0],
            BEGUN[1],
            BEGUN[2],
            "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"lo.\"}}",
            "{\"type\":\"content_block_stop\",\"index\":0}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":2}}",
            "{\"type\":\"message_stop\"}"),
        Streams.reply(BEGUN).body().length);
  }
}
