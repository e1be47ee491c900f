package dev.gatehouse.plugins.simulated;

import dev.gatehouse.sdk.ai.AiAnswer;
import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.ai.AiRequest;
import dev.gatehouse.sdk.ai.Conversation;
import dev.gatehouse.sdk.ai.Message;
import dev.gatehouse.sdk.ai.Operation;
import dev.gatehouse.sdk.ai.Part;
import dev.gatehouse.sdk.ai.Usage;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.exchange.Target;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.provider.LocalProvider;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import tools.jackson.databind.JsonNode;

/// Answers without a model.
final class SimulatedProvider implements LocalProvider {
  private final SimulatedConfig config;
  private final String instance;

  SimulatedProvider(SimulatedConfig config, String instance) {
    this.config = config;
    this.instance = instance;
  }

  /// Returns nothing: answers are always written by the client's protocol.
  @Override
  public String protocol() {
    return "";
  }

  @Override
  public String system() {
    return "simulated";
  }

  @Override
  public boolean supports(Operation operation) {
    return operation.equals(Operation.CHAT)
        || operation.equals(Operation.TEXT_COMPLETION)
        || operation.equals(Operation.EMBEDDINGS)
        || operation.equals(Operation.TOKEN_COUNT);
  }

  @Override
  public AiAnswer answer(Exchange exchange, AiRequest request, Target target)
      throws IOException, InterruptedException {
    Behaviour behaviour = config.of(target.model());
    List<String> inputs = request.inputs();
    Conversation conversation = request.conversation();
    String question = question(conversation.messages());
    Fate fate = Fate.of(instance, target.model(), text(conversation.messages(), inputs), behaviour);
    if (fate.fails()) {
      throw failure(behaviour.failureStatus());
    }
    Pace pace = new Pace(behaviour, fate.random().split());
    if (request.operation().equals(Operation.EMBEDDINGS)) {
      pace.awaitToken();
      return embeddings(target.model(), inputs, conversation, behaviour);
    }
    if (request.operation().equals(Operation.TOKEN_COUNT)) {
      return new AiAnswer.TokenCount(Tokens.count(conversation.messages()));
    }
    Reply reply = reply(conversation, question, behaviour, fate);
    Usage usage = Usage.of(Tokens.count(conversation.messages()), reply.tokens().size());
    if (request.stream()) {
      return new AiAnswer.Streamed(
          new SimulatedStream(steps(target.model(), reply, usage), pace, fate));
    }
    pace.awaitTokens(reply.tokens().size());
    breakOff(fate);
    return new AiAnswer.Whole(target.model(), List.of(reply.part()), reply.finishReason(), usage);
  }

  /// What is said.
  ///
  /// @param part all of it
  /// @param tokens the same in pieces
  private record Reply(Part part, List<String> tokens, String finishReason) {}

  private static Reply reply(
      Conversation conversation, String question, Behaviour behaviour, Fate fate) {
    Optional<Conversation.Tool> tool = ToolCalls.chosen(conversation, question);
    if (tool.isPresent()) {
      String arguments = new ToolCalls(question, fate.random()).arguments(tool.get());
      String id = "call_" + HexFormat.of().toHexDigits(fate.random().nextLong());
      Part call = new Part(Part.Kind.TOOL_CALL, arguments, tool.get().name(), id, null, null, null);
      return new Reply(call, Tokens.split(arguments), "tool_calls");
    }
    String text = Wording.answer(question, behaviour.answerTokens(), fate.random());
    List<String> tokens = Tokens.split(text);
    int most = Math.min(behaviour.answerTokens(), limit(conversation).orElse(Integer.MAX_VALUE));
    if (tokens.size() <= most) {
      return new Reply(Part.text(text), tokens, "stop");
    }
    List<String> kept = tokens.subList(0, most);
    return new Reply(Part.text(String.join("", kept)), kept, "length");
  }

  private static OptionalInt limit(Conversation conversation) {
    for (String name : List.of("max_completion_tokens", "max_tokens")) {
      JsonNode limit = conversation.parameters().get(name);
      if (limit != null && limit.isInt() && limit.intValue() > 0) {
        return OptionalInt.of(limit.intValue());
      }
    }
    return OptionalInt.empty();
  }

  private static List<AiDelta> steps(String model, Reply reply, Usage usage) {
    List<AiDelta> steps = new ArrayList<>(reply.tokens().size() + 4);
    steps.add(AiDelta.start(model));
    Part part = reply.part();
    if (part.kind() == Part.Kind.TOOL_CALL) {
      steps.add(AiDelta.toolCall(0, part.callId(), part.name(), ""));
      reply.tokens().forEach(piece -> steps.add(AiDelta.toolCall(0, null, null, piece)));
    } else {
      reply.tokens().forEach(piece -> steps.add(AiDelta.text(0, piece)));
    }
    steps.add(AiDelta.finish(0, reply.finishReason()));
    steps.add(AiDelta.usage(usage));
    return steps;
  }

  private static AiAnswer embeddings(
      String model, List<String> inputs, Conversation conversation, Behaviour behaviour) {
    JsonNode wanted = conversation.parameters().get("dimensions");
    int dimensions = behaviour.dimensions();
    if (wanted != null && wanted.isInt()) {
      dimensions = wanted.intValue();
      if (dimensions < 1 || dimensions > Vectors.LONGEST) {
        throw new ProblemException(
            Problem.of(
                    400,
                    "malformed_request",
                    "The field dimensions has to be from 1 to " + Vectors.LONGEST + ".")
                .at("dimensions"));
      }
    }
    List<float[]> vectors = new ArrayList<>(inputs.size());
    int tokens = 0;
    for (String input : inputs) {
      vectors.add(Vectors.embed(input, dimensions));
      tokens += Tokens.count(input);
    }
    return new AiAnswer.Embeddings(model, vectors, Usage.of(tokens, 0));
  }

  private static String question(List<Message> messages) {
    for (Message message : messages.reversed()) {
      if (message.role().equals("user")) {
        return message.text();
      }
    }
    return messages.isEmpty() ? "" : messages.getLast().text();
  }

  private static String text(List<Message> messages, List<String> inputs) {
    StringBuilder all = new StringBuilder();
    messages.forEach(message -> all.append(message.role()).append('\0').append(message.text()));
    inputs.forEach(input -> all.append('\0').append(input));
    return all.toString();
  }

  private static void breakOff(Fate fate) throws IOException, InterruptedException {
    if (fate.stalled()) {
      Pace.stall();
    }
    if (fate.cut()) {
      throw new IOException("the simulated answer breaks off");
    }
  }

  private static ProblemException failure(int status) {
    Problem problem =
        Problem.of(status, "upstream_error", "The simulated model fails, as it is configured to.");
    return new ProblemException(status == 429 ? problem.retryAfter(1) : problem);
  }
}
