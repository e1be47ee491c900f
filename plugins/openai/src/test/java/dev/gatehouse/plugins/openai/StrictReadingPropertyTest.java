package dev.gatehouse.plugins.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.ai.AiDelta;
import dev.gatehouse.sdk.http.Json;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

class StrictReadingPropertyTest {
  private static final byte[] REQUEST =
      Requests.bytes(
          "{\"model\":\"größe\",\"n\":[1.50,-2e3,null,true],\"a\":{\"b\":\"\\u00e9\\n\",\"c\":{}},"
              + "\"messages\":[{\"role\":\"user\",\"content\":\"zwölf €\"}]}");

  /// Whoever reads only the fields and whoever reads the tree must never disagree on what is JSON.
  @Property(tries = 3000)
  void acceptsTheSameDocumentsAsTheTreeDoes(
      @ForAll @IntRange(min = 0, max = 200) int place,
      @ForAll byte value,
      @ForAll @IntRange(min = 0, max = 2) int kind) {
    byte[] changed = changed(place % REQUEST.length, value, kind);
    if (changed[0] == 0 || changed[1] == 0) {
      return;
    }

    assertThat(accepted(() -> RequestFields.read(Endpoint.JSON, changed)))
        .as(new String(changed, StandardCharsets.UTF_8))
        .isEqualTo(accepted(() -> Json.parse(changed)));
  }

  private static byte[] changed(int place, byte value, int kind) {
    return switch (kind) {
      case 0 -> {
        byte[] replaced = REQUEST.clone();
        replaced[place] = value;
        yield replaced;
      }
      case 1 -> {
        byte[] inserted = new byte[REQUEST.length + 1];
        System.arraycopy(REQUEST, 0, inserted, 0, place);
        inserted[place] = value;
        System.arraycopy(REQUEST, place, inserted, place + 1, REQUEST.length - place);
        yield inserted;
      }
      default -> {
        byte[] removed = new byte[REQUEST.length - 1];
        System.arraycopy(REQUEST, 0, removed, 0, place);
        System.arraycopy(REQUEST, place + 1, removed, place, removed.length - place);
        yield removed;
      }
    };
  }

  private static boolean accepted(Runnable reading) {
    try {
      reading.run();
      return true;
    } catch (ProblemException refused) {
      return false;
    }
  }

  /// The cheap look at the bytes may be wrong in one direction only.
  @Property
  void neverOverlooksAnEventThatSettles(@ForAll("chunks") String chunk) {
    StreamEvent event = StreamEvent.of(null, Requests.bytes(chunk), ChunkReader.CHUNKS);
    EnumSet<AiDelta.Kind> settling =
        EnumSet.of(AiDelta.Kind.USAGE, AiDelta.Kind.FINISH, AiDelta.Kind.ERROR);

    if (event.deltas().stream().anyMatch(step -> settling.contains(step.kind()))) {
      assertThat(event.settles()).as(chunk).isTrue();
    }
  }

  @Provide
  Arbitrary<String> chunks() {
    Arbitrary<String> space = Arbitraries.of("", " ", "\t", "  ");
    Arbitrary<String> usage =
        Arbitraries.of("null", "{}", "{\"prompt_tokens\":1}", "[]", "0", "\"usage\"");
    Arbitrary<String> finish = Arbitraries.of("null", "\"stop\"", "\"\"", "\"null\"");
    Arbitrary<String> extra =
        Arbitraries.of("", ",\"error\":{}", ",\"error\":null", ",\"error\":\"no\"");
    Arbitrary<String> text = Arbitraries.strings().ofMaxLength(20);
    return Combinators.combine(space, usage, finish, extra, text)
        .as((gap, used, reason, more, said) ->
            "{\"choices\":[{\"delta\":{\"content\":"
                + new String(
                    Json.write(tools.jackson.databind.node.StringNode.valueOf(said)),
                    StandardCharsets.UTF_8)
                + "},\"finish_reason\""
                + gap
                + ":"
                + gap
                + reason
                + "}],\"usage\":"
                + gap
                + used
                + more
                + "}");
  }

  /// Naming the model changes the value of one field and no other byte.
  @Property
  void replacesTheModelAndNothingElse(
      @ForAll("names") String from, @ForAll("names") String to, @ForAll("fields") List<String> rest)
      throws IOException {
    String before = "{ " + String.join(",", rest) + (rest.isEmpty() ? "" : ",");
    String after = ",\"last\" : 1.0E+2 }";
    String json = before + "\"model\": " + quoted(from) + after;
    OpenAiRequest request = Requests.post("/v1/responses", json);

    assertThat(new String(request.naming(to).bytes(), StandardCharsets.UTF_8))
        .isEqualTo(from.equals(to) ? json : before + "\"model\": " + quoted(to) + after);
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.of("a", "gpt-5", "größe", "a\"b", "x/y", "€");
  }

  @Provide
  Arbitrary<List<String>> fields() {
    return Arbitraries.of(
            "\"a\":{\"model\":\"no\"}",
            "\"b\" :\"\\\"model\\\": \\\"no\\\"\"",
            "\"c\":[ 1e400, 12345678901234567890.10 ]",
            "\"d\":\"zwölf \uD83E\uDD86\"")
        .list()
        .uniqueElements()
        .ofMaxSize(4);
  }

  private static String quoted(String text) {
    JsonNode node = tools.jackson.databind.node.StringNode.valueOf(text);
    return new String(Json.write(node), StandardCharsets.UTF_8);
  }

  /// What a tree edit writes is read back the same, digits included.
  @Property
  void keepsEveryDigitThroughATreeEdit(@ForAll long whole, @ForAll("fractions") String fraction)
      throws IOException {
    String number = Math.abs(whole % 1_000_000_000_000L) + "." + fraction;
    OpenAiRequest request = Requests.chat("{\"model\":\"m\",\"x\":" + number + ",\"messages\":[]}");

    request.addSystem("s");

    ObjectNode sent = (ObjectNode) Json.parse(request.naming("m").bytes());
    assertThat(new String(request.naming("m").bytes(), StandardCharsets.UTF_8))
        .contains("\"x\":" + number + ",");
    assertThat(sent.path("messages")).hasSize(1);
  }

  @Provide
  Arbitrary<String> fractions() {
    return Arbitraries.strings().numeric().ofMinLength(1).ofMaxLength(25);
  }
}
