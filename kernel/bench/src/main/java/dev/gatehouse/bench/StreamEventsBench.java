package dev.gatehouse.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gatehouse.kernel.protocol.SseSplitter;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/// What one event of a stream costs: splitting it off, and reading it as filters do.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StreamEventsBench {
  private static final int EVENTS = 500;
  private static final byte[] STREAM =
      ("data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
              + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\"word \"},\"finish_reason\":null}]}\n\n")
          .repeat(EVENTS)
          .getBytes(UTF_8);

  /// How many bytes arrive at a time: a segment of a network, or all that a buffer takes.
  @Param({"1400", "16384"})
  public int arriving;

  private SseSplitter splitter() {
    int[] at = new int[1];
    return new SseSplitter(
        (buffer, offset, length) -> {
          if (at[0] == STREAM.length) {
            return -1;
          }
          int n = Math.min(Math.min(length, arriving), STREAM.length - at[0]);
          System.arraycopy(STREAM, at[0], buffer, offset, n);
          at[0] += n;
          return n;
        },
        EventDecoder.NONE,
        1 << 20);
  }

  /// Splits only: what a stream costs that nobody looks at.
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void split(Blackhole hole) throws IOException {
    SseSplitter splitter = splitter();
    for (StreamEvent event = splitter.next(); event != null; event = splitter.next()) {
      hole.consume(event.raw());
    }
  }

  /// Splits, and three filters read the JSON, which is parsed once.
  @Benchmark
  @OperationsPerInvocation(EVENTS)
  public void readByThreeFilters(Blackhole hole) throws IOException {
    SseSplitter splitter = splitter();
    for (StreamEvent event = splitter.next(); event != null; event = splitter.next()) {
      for (int filter = 0; filter < 3; filter++) {
        hole.consume(event.json());
      }
    }
  }
}
