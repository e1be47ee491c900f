package dev.gatehouse.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DropsTest {
  private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

  @Test
  void spansThatTheQueueCannotHoldAreCountedAndNeverWaitedFor() throws Exception {
    Stalled exporter = new Stalled();
    TelemetryConfig config =
        Fixture.config(Fixture.traces(NOWHERE, null), Fixture.metrics(null, null), List.of());
    try (Fixture fixture =
        new Fixture(
            config,
            sdk ->
                sdk.addPropertiesSupplier(() ->
                        Map.of(
                            "otel.bsp.max.queue.size", "1",
                            "otel.bsp.max.export.batch.size", "1"))
                    .addSpanExporterCustomizer((real, environment) -> exporter))) {
      for (int i = 0; i < 10; i++) {
        FakeExchange exchange = FakeExchange.chat();
        fixture.telemetry.begin(exchange).end(exchange, FakeCompletion.ok(null));
      }

      // one may be with the exporter, one taken from the queue, one in the queue
      assertThat(fixture.metric("otel.sdk.processor.span.processed").getLongSumData().getPoints())
          .filteredOn(point -> "queue_full".equals(point.getAttributes().get(Names.ERROR_TYPE)))
          .singleElement()
          .satisfies(point -> assertThat(point.getValue()).isGreaterThanOrEqualTo(7));
      exporter.goOn.countDown();
    }
  }

  /// Takes its time.
  private static final class Stalled implements SpanExporter {
    private final CountDownLatch goOn = new CountDownLatch(1);

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }
}
