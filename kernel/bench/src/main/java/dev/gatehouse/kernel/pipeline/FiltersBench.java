package dev.gatehouse.kernel.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.config.ConfigLoader;
import dev.gatehouse.kernel.config.ConfigProblems;
import dev.gatehouse.kernel.config.GatewayConfig;
import dev.gatehouse.kernel.config.References;
import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.TripBreaker;
import dev.gatehouse.kernel.record.Capture;
import dev.gatehouse.kernel.record.Prices;
import dev.gatehouse.kernel.route.RouteMatch;
import dev.gatehouse.kernel.wire.Origin;
import dev.gatehouse.kernel.wire.WireBody;
import dev.gatehouse.kernel.wire.WireExchange;
import dev.gatehouse.kernel.wire.WireResponse;
import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Decision;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.http.Body;
import dev.gatehouse.sdk.http.Headers;
import dev.gatehouse.sdk.http.RequestHead;
import dev.gatehouse.sdk.stream.StreamEvent;
import dev.gatehouse.sdk.stream.StreamSink;
import dev.gatehouse.sdk.stream.StreamTransform;
import io.opentelemetry.api.OpenTelemetry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// What filters cost that do nothing: gate, time limit, error policy and metrics around each call.
/// Compare ten with none.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FiltersBench {
  /// How many filters stand on the route.
  @Param({"0", "1", "10"})
  public int filters;

  private final StreamEvent event =
      StreamEvent.raw(
          "data: {\"choices\":[]}\n\n".getBytes(UTF_8), dev.gatehouse.sdk.stream.EventDecoder.NONE);
  private @Nullable LiveExchange exchange;
  private @Nullable TransformChain transforms;

  /// Lets requests and streams pass; has no other hook.
  private static final class Looks implements Filter {
    @Override
    public Decision onRequest(Exchange exchange) {
      return Decision.next();
    }

    @Override
    public StreamTransform onStream(Exchange exchange, Answer head) {
      return new Passing();
    }
  }

  private static final class Passing implements StreamTransform {
    @Override
    public void onEvent(StreamEvent event, StreamSink sink) throws IOException {
      sink.emit(event);
    }
  }

  /// A request that is there whole, and a client that waits.
  private record Request() implements WireExchange {
    @Override
    public RequestHead head() {
      return new RequestHead("POST", "/x", null, Headers.create());
    }

    @Override
    public long startedNanos() {
      return System.nanoTime();
    }

    @Override
    public boolean secure() {
      return false;
    }

    @Override
    public InetSocketAddress peer() {
      return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
    }

    @Override
    public WireBody requestBody() {
      throw new UnsupportedOperationException("nobody reads it");
    }

    @Override
    public WireResponse respond(int status, Headers headers, long length) {
      throw new UnsupportedOperationException("nobody answers");
    }

    @Override
    public long connectedNanos() {
      return 0;
    }

    @Override
    public void last() {
      // The connection is none.
    }

    @Override
    public boolean responded() {
      return false;
    }

    @Override
    public void onDisconnect(Runnable action) {
      // It stays.
    }

    @Override
    public boolean clientGone() {
      return false;
    }
  }

  /// Links the filters to a route.
  @Setup
  public void link() {
    GatewayConfig config =
        Objects.requireNonNull(
            ConfigLoader.load(
                "routes: [ { id: all, match: { path: /** }, upstream: \"http://127.0.0.1:1\" } ]",
                "bench",
                new References(Map.of(), Path.of("")),
                new ConfigProblems()));
    List<FilterLink> links = new ArrayList<>();
    for (int i = 0; i < filters; i++) {
      Filter filter = new Looks();
      links.add(new FilterLink(installed(filter, "looks-" + i), filter, "all"));
    }
    LinkedRoute route =
        new LinkedRoute(
            config.routes().getFirst(),
            new RouteMatch(config.routes().getFirst().match()),
            List.copyOf(links),
            new Origin("http", "127.0.0.1", 1),
            new LongAdder());
    Linked linked =
        new Linked(
            _ -> false,
            List.of(route),
            Map.of(),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            null,
            new Prices(config),
            config.server().limits(),
            "hash",
            new LongAdder(),
            new HookSpans(OpenTelemetry.noop(), config.plugins()));
    exchange =
        new LiveExchange(
            new LiveExchange.Start(
                "id",
                Instant.EPOCH,
                0.5,
                new Request(),
                linked,
                route,
                null,
                null,
                Body.empty(),
                new Capture(0)));
    Object _ = FilterChain.inwards(exchange);
    transforms = FilterChain.transforms(exchange, Answer.json(200, new byte[0]));
  }

  private static Installed<Filter> installed(Filter filter, String name) {
    CallGate gate =
        new CallGate(
            new TripBreaker.Settings(
                20, Duration.ofSeconds(10), 0.5, Duration.ofSeconds(1), Duration.ofMinutes(1)),
            Clock.systemUTC());
    return new Installed<>(
        name,
        "looks",
        "bench",
        "1",
        filter,
        Stage.TRANSFORM,
        ErrorMode.CLOSED,
        Duration.ofSeconds(1),
        0,
        false,
        gate);
  }

  /// A request that passes all filters inwards.
  @Benchmark
  public @Nullable Object exchange() {
    return FilterChain.inwards(Objects.requireNonNull(exchange));
  }

  /// An event of a stream that passes the transforms of all filters.
  @Benchmark
  public Object event() {
    return Objects.requireNonNull(transforms).pass(event);
  }
}
