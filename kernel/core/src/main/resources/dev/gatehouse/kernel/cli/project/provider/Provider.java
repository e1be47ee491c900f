package {{package}};

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

/// Answers in this process. For an upstream behind HTTP implement `HttpProvider` instead.
final class {{Name}}Provider implements LocalProvider {
  private final {{Name}}Config config;

  {{Name}}Provider({{Name}}Config config) {
    this.config = config;
  }

  /// Speaks no protocol of its own: the client's protocol writes the answers.
  @Override
  public String protocol() {
    return "";
  }

  @Override
  public String system() {
    return "{{name}}";
  }

  @Override
  public boolean supports(Operation operation) {
    return operation.equals(Operation.CHAT);
  }

  @Override
  public AiAnswer answer(Exchange exchange, AiRequest request, Target target)
      throws IOException {
    Usage usage = Usage.of(1, config.sentence().split(" ").length);
    if (!request.stream()) {
      return new AiAnswer.Whole(
          target.model(), List.of(Part.text(config.sentence())), "stop", usage);
    }
    Iterator<AiDelta> steps =
        List.of(
                AiDelta.start(target.model()),
                AiDelta.text(0, config.sentence()),
                AiDelta.finish(0, "stop"),
                AiDelta.usage(usage))
            .iterator();
    return new AiAnswer.Streamed(() -> steps.hasNext() ? steps.next() : null);
  }
}
