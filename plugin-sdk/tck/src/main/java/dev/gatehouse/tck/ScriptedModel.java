package dev.gatehouse.tck;

import dev.gatehouse.testkit.Reply;

/// What the model behind the plugin answers, in the words of its protocol.
///
/// @param path where it is asked, below `${UPSTREAM}`
/// @param whole a whole answer
/// @param stream a streamed answer of several events
/// @param begun how many bytes of the stream there are up to the end of its first event with
///   content
public record ScriptedModel(String path, Reply whole, Reply stream, int begun) {
  /// Returns a model that speaks OpenAI's protocol.
  public static ScriptedModel openAi() {
    String first = delta("{\"role\":\"assistant\",\"content\":\"Hel\"}", "null");
    return new ScriptedModel(
        "/chat/completions",
        Reply.json(
            "{\"id\":\"a\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"Hello.\"},\"finish_reason\":\"stop\"}],"
                + "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,\"total_tokens\":7}}"),
        Reply.sse(first, delta("{\"content\":\"lo.\"}", "null"), delta("{}", "\"stop\""), "[DONE]"),
        Reply.sse(first).body().length);
  }

  private static String delta(String delta, String finish) {
    return "{\"id\":\"a\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":"
        + delta
        + ",\"finish_reason\":"
        + finish
        + "}]}";
  }
}
