package dev.gatehouse.dist.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.sdk.exchange.Outcome;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.testkit.TestGateway;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// A hook that fails, refuses, or does not come back in time: what the client sees and what is
/// recorded, by hook and error mode.
@ParameterizedClass
@EnumSource(Pairing.class)
class FailureTest extends PipelineFixture {
  FailureTest(Pairing pairing) {
    super(pairing);
  }

  @ParameterizedTest(name = "stream {0}, {1} in {2}, {3}")
  @CsvSource({
    "false, throw, request, closed, 500, plugin_error, plugin_error",
    "false, throw, request, open,   200, ,             ok",
    "false, throw, response, closed, 500, plugin_error, plugin_error",
    "false, throw, response, open,  200, ,             ok",
    "false, throw, complete, closed, 200, ,            ok",
    "false, hang,  request, closed, 503, plugin_timeout, plugin_error",
    "false, hang,  request, open,   200, ,             ok",
    "false, hang,  response, closed, 503, plugin_timeout, plugin_error",
    "false, hang,  response, open,  200, ,             ok",
    "true,  throw, request, closed, 500, plugin_error, plugin_error",
    "true,  throw, stream,  closed, 500, plugin_error, plugin_error",
    "true,  throw, stream,  open,   200, ,             ok",
    "true,  throw, event,   closed, 200, plugin_error, plugin_error",
    "true,  throw, event,   open,   200, ,             ok",
    "true,  throw, end,     closed, 200, plugin_error, plugin_error",
    "true,  throw, end,     open,   200, ,             ok",
    "true,  hang,  stream,  closed, 503, plugin_timeout, plugin_error",
    "true,  hang,  event,   closed, 200, plugin_timeout, plugin_error",
    "true,  hang,  event,   open,   200, ,             ok",
    "true,  hang,  end,     closed, 200, plugin_timeout, plugin_error",
    "true,  throw, complete, closed, 200, ,            ok",
    "true,  throw, request, open,   200, ,             ok",
    "true,  hang,  request, closed, 503, plugin_timeout, plugin_error",
    "true,  hang,  request, open,   200, ,             ok",
    "true,  hang,  stream,  open,   200, ,             ok",
    "true,  hang,  end,     open,   200, ,             ok",
    "true,  hang,  complete, closed, 200, ,            ok",
    "false, hang,  complete, closed, 200, ,            ok",
    "false, fail,  request, closed, 500, plugin_error, plugin_error",
    "false, fail,  response, open,  200, ,             ok",
    "true,  fail,  stream,  closed, 500, plugin_error, plugin_error",
    "true,  fail,  event,   open,   200, ,             ok",
    "true,  fail,  event,   closed, 200, plugin_error, plugin_error",
    "true,  fail,  complete, closed, 200, ,            ok",
    "false, complain, request, closed, 418, teapot,    rejected",
    "false, complain, request, open, 418, teapot,      rejected",
    "false, complain, response, closed, 418, teapot,   rejected",
    "true,  complain, stream, closed, 418, teapot,     rejected",
    "true,  complain, event, closed, 200, teapot,      rejected",
    "true,  complain, end,  closed, 200, teapot,       rejected",
    "false, forget, request, closed, 500, plugin_error, plugin_error",
    "false, forget, request, open,   200, ,             ok",
    "false, reject, request, open,  418, teapot,       rejected",
    "true,  stop,  event,   open,   200, teapot,       rejected",
    "true,  replay, request, closed, 200, ,            ok",
    "false, reject, request, closed, 418, teapot,      rejected",
    "true,  reject, request, closed, 418, teapot,      rejected",
    "false, respond, request, closed, 200, ,           ok",
    "true,  stop,  event,   closed, 200, teapot,       rejected"
  })
  void keepsItsPromiseAboutFailures(
      boolean stream,
      String does,
      String where,
      String mode,
      int status,
      String code,
      String outcome)
      throws Exception {
    upstream.next(provider.good(stream), provider.good(stream));
    try (TestGateway gateway =
        gateway(
            "- { probe: { does: %s, where: %s }, on-error: %s, timeout: 150ms }"
                .formatted(does, where, mode))) {
      Seen seen = send(gateway, stream);

      assertThat(seen.status()).isEqualTo(status);
      if (code == null) {
        assertThat(seen.text()).doesNotContain("rror");
        if (!does.equals("respond") && !does.equals("replay")) {
          assertGood(seen, stream);
        }
      } else if (status >= 400) {
        client.assertProblem(seen.text(), code);
      } else {
        assertThat(seen.text()).doesNotContain(client.endMarker());
        client.assertEnds(seen.text(), code);
      }
      assertThat(seen.cut()).isEqualTo(code != null && status == 200);
      Outcome expected = Outcome.valueOf(outcome.toUpperCase(Locale.ROOT));
      assertCompletedOnce(seen.id(), expected);
      ExchangeRecord record = gateway.record(seen.id());
      assertThat(record.outcome()).isEqualTo(expected);
      assertThat(record.problem() == null ? null : record.problem().code()).isEqualTo(code);
      if (does.equals("hang")) {
        assertThat(probe.hung()).as("interrupted, not waited for").singleElement();
      }
      if (mode.equals("open") && code == null) {
        assertThat(record.failedOpen()).containsExactly("probe");
      }
      assertThat(seen.text()).doesNotContain("canary");
    }
  }
}
