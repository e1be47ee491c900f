package dev.gatehouse.compatibility;

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

/// Answers with what was asked.
final class WitnessProvider implements LocalProvider {
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
    return "witness";
  }

  @Override
  public AiAnswer answer(Exchange exchange, AiRequest request, Target target) throws IOException {
    String text = request.conversation().messages().getLast().text();
    Usage usage = Usage.of(1, 1);
    if (!request.stream()) {
      return new AiAnswer.Whole(target.model(), List.of(Part.text(text)), "stop", usage);
    }
    Iterator<AiDelta> steps =
        List.of(
                AiDelta.start(target.model()),
                AiDelta.text(0, text),
                AiDelta.finish(0, "stop"),
                AiDelta.usage(usage))
            .iterator();
    return new AiAnswer.Streamed(() -> steps.hasNext() ? steps.next() : null);
  }
}
