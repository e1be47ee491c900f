package dev.gatehouse.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.testkit.GatewayClient;
import dev.gatehouse.testkit.Received;
import dev.gatehouse.testkit.Reply;
import dev.gatehouse.testkit.ScriptedUpstream;
import dev.gatehouse.testkit.TestGateway;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// The history as a plugin of a real gateway, whose exchanges are found by its admin API.
class HistoryInGatewayTest {
  @Test
  void recordsWhatPassesAndFindsItAgain() throws Exception {
    try (ScriptedUpstream upstream = ScriptedUpstream.start()) {
      upstream.on("/echo/one", Reply.json("{\"greeting\":\"grüß Gott\"}"));
      String yaml =
          "routes:\n  - { id: plain, match: { path: \"/echo/**\" }, upstream: \""
              + upstream.url()
              + "\" }\n";
      try (TestGateway gateway = TestGateway.of(yaml, new HistoryPlugin()).start();
          GatewayClient admin = new GatewayClient(gateway.adminUrl())) {
        Received first = gateway.client().post("/echo/one", "{\"a\":1}");
        gateway.client().get("/nowhere");
        assertThat(first.status()).isEqualTo(200);

        JsonNode all = await(admin, "", 2);
        JsonNode hit = await(admin, "route:plain status:200 path:/echo/*", 1).get("items").get(0);
        String id = hit.get("id").asString();

        assertThat(all.get("total").asInt()).isEqualTo(2);
        assertThat(id).isEqualTo(first.requestId());
        JsonNode detail = admin.get("/admin/v1/requests/" + id).json();
        assertThat(detail.get("request").get("bodyText").asString()).isEqualTo("{\"a\":1}");
        Received raw = admin.get("/admin/v1/requests/" + id + "/response");
        assertThat(raw.body()).isEqualTo(first.body());
        assertThat(admin.get("/admin/v1/requests/unknown").status()).isEqualTo(404);
        assertThat(admin.get("/admin/v1/requests?limit=x").json().get("code").asString())
            .isEqualTo("invalid_parameter");
        assertThat(admin.get("/admin/v1/openapi.json").text()).contains("/admin/v1/requests/{id}");
      }
    }
  }

  private static JsonNode await(GatewayClient admin, String query, int total) {
    String path =
        "/admin/v1/requests?facets=model,status&histogram=10&q="
            + URLEncoder.encode(query, StandardCharsets.UTF_8);
    JsonNode[] last = new JsonNode[1];
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> {
          last[0] = admin.get(path).json();
          return last[0].path("total").asInt() == total;
        });
    return last[0];
  }
}
