package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.protocol.SseSplitter;
import dev.gatehouse.kernel.wire.ClientExchange;
import dev.gatehouse.kernel.wire.UpstreamFailure;
import dev.gatehouse.sdk.stream.EventDecoder;
import dev.gatehouse.sdk.stream.StreamEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// The events of an upstream's stream, as they arrive.
final class UpstreamEvents implements ReadyEvents {
  private final ClientExchange upstream;
  private final SseSplitter splitter;

  UpstreamEvents(ClientExchange upstream, EventDecoder decoder, int mostEvent) {
    this.upstream = upstream;
    this.splitter = new SseSplitter(upstream, decoder, mostEvent);
  }

  @Override
  public @Nullable StreamEvent next() throws IOException {
    try {
      return splitter.next();
    } catch (SseSplitter.EventTooLarge e) {
      throw new UpstreamFailure(UpstreamFailure.Phase.CUT, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public boolean ready() {
    return splitter.available() || upstream.available();
  }

  @Override
  public void close() {
    upstream.close();
  }
}
