package dev.gatehouse.dist;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.dist.MarkdownPage.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Does what `examples/ab-test/README.md` says.
class AbTestIT {
  private static final Path EXAMPLE =
      PackagedGateway.HOME.resolve("../../../../examples/ab-test").normalize();
  private static final String SPLIT = "q=experiment:faster-answers&facets=variant&limit=1";

  @TempDir Path folder;

  @Test
  void splitsUsersAsConfiguredAndShowsItInOneQuery() throws Exception {
    String yaml = Files.readString(EXAMPLE.resolve("gatehouse.yaml"));
    try (PackagedGateway gateway = PackagedGateway.start(folder, yaml)) {
      follow(gateway);
      JsonNode found = gateway.awaitHistory(SPLIT, answer -> answer.get("total").intValue() >= 200);
      Map<String, Integer> split = facet(found, "variant");

      assertThat(split.keySet()).containsExactly("candidate", "control");
      assertThat(split.get("candidate") + split.get("control")).isEqualTo(200);
      // 60 expected; a fair draw is farther than 4.5 standard deviations off once in 100,000 times,
      // and this draw is always the same.
      assertThat(split.get("candidate")).isBetween(31, 89);

      // Everybody again: nobody gets another variant.
      follow(gateway);
      JsonNode again = gateway.awaitHistory(SPLIT, answer -> answer.get("total").intValue() >= 400);
      assertThat(facet(again, "variant"))
          .containsEntry("candidate", 2 * split.get("candidate"))
          .containsEntry("control", 2 * split.get("control"));
    }
  }

  @Test
  void otherWeightsMoveOnlyAsManyUsersAsTheyHaveToAndInOneDirection() throws Exception {
    String yaml = Files.readString(EXAMPLE.resolve("gatehouse.yaml"));
    try (PackagedGateway gateway = PackagedGateway.start(folder, yaml)) {
      List<String> before = variants(gateway);
      Files.writeString(
          gateway.configuration(),
          yaml.replace("weight: 70", "weight: 60").replace("weight: 30", "weight: 40"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() ->
              gateway
                      .admin("/admin/v1/experiments/faster-answers")
                      .at("/variants/0/weight")
                      .doubleValue()
                  == 60);
      List<String> after = variants(gateway);

      int moved = 0;
      for (int user = 0; user < before.size(); user++) {
        if (!before.get(user).equals(after.get(user))) {
          assertThat(before.get(user)).isEqualTo("control");
          moved++;
        }
      }
      // 20 of 200 expected, within 4.5 standard deviations.
      assertThat(moved).isBetween(1, 39);
    }
  }

  @Test
  void tellsTheVariantInAHeader() throws Exception {
    String yaml = Files.readString(EXAMPLE.resolve("gatehouse.yaml"));
    try (PackagedGateway gateway = PackagedGateway.start(folder, yaml)) {
      List<String> variants = variants(gateway);
      for (int user = 1; user <= 10; user++) {
        assertThat(
                gateway
                    .chat(
                        "{\"model\":\"answers\",\"user\":\"user-%d\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}"
                            .formatted(user))
                    .headers()
                    .firstValue("x-gatehouse-experiment"))
            .hasValue("faster-answers=" + variants.get(user - 1));
      }
    }
  }

  /// The variants of the example's users, in their order.
  private static List<String> variants(PackagedGateway gateway) throws Exception {
    List<String> variants = new ArrayList<>();
    for (int user = 1; user <= 200; user++) {
      variants.add(
          gateway
              .admin("/admin/v1/experiments/faster-answers/assignment?unit=user=user-" + user)
              .get("variant")
              .stringValue());
    }
    return variants;
  }

  private void follow(PackagedGateway gateway) throws IOException, InterruptedException {
    Shell.script(
        folder.resolve("gatehouse"),
        "exec \"" + PackagedGateway.HOME.resolve("bin/gatehouse") + "\" \"$@\"");
    Shell.script(
        folder.resolve("examples/ab-test/traffic.sh"),
        "exec \"%s\" \"$@\" %s".formatted(EXAMPLE.resolve("traffic.sh"), gateway.url()));
    for (Block command : MarkdownPage.read(EXAMPLE.resolve("README.md")).commands()) {
      String text = command.text().replace("http://127.0.0.1:9090", gateway.adminUrl());
      Shell.Result run =
          Shell.run(
              folder,
              Map.of("GATEHOUSE_ADMIN_URL", gateway.adminUrl()),
              List.of("bash", "-euo", "pipefail", "-c", text));
      assertThat(run.exitCode()).as("%s%n%s", text, run.output()).isZero();
    }
  }

  private static Map<String, Integer> facet(JsonNode found, String field) {
    Map<String, Integer> counts = new TreeMap<>();
    for (JsonNode value : found.get("facets").get(field)) {
      counts.put(value.get("value").stringValue(), value.get("count").intValue());
    }
    return counts;
  }
}
