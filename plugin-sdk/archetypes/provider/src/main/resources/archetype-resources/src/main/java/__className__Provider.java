package ${package};

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.provider.LocalProvider;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/// Answers in this process with what was asked. For a model behind HTTP implement
/// `HttpProvider`: it says what to send and how to read the answer, and the gateway sends.
final class ${className}Provider implements LocalProvider {
  private final ${className}Config config;

  ${className}Provider(${className}Config config) {
    this.config = config;
  }

  /// No client speaks its protocol, so everything is translated.
  @Override
  public String protocol() {
    return "";
  }

  @Override
  public boolean supports(Operation operation) {
    return operation.equals(Operation.CHAT);
  }

  @Override
  public String system() {
    return "${artifactId}";
  }

  @Override
  public AiAnswer answer(Exchange exchange, AiRequest request, Target target) throws IOException {
    String asked = request.conversation().messages().getLast().text();
    Usage usage = Usage.of(words(asked), words(config.prefix() + asked));
    if (!request.stream()) {
      return new AiAnswer.Whole(
          target.model(), List.of(Part.text(config.prefix() + asked)), "stop", usage);
    }
    Iterator<AiDelta> steps =
        List.of(
                AiDelta.start(target.model()),
                AiDelta.text(0, config.prefix()),
                AiDelta.text(0, asked),
                AiDelta.finish(0, "stop"),
                AiDelta.usage(usage))
            .iterator();
    return new AiAnswer.Streamed(() -> steps.hasNext() ? steps.next() : null);
  }

  private static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split("\\s+").length;
  }
}
