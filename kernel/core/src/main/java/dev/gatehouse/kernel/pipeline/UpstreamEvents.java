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
  private @Nullable IOException failure;

  UpstreamEvents(ClientExchange upstream, EventDecoder decoder, int mostEvent) {
    this.upstream = upstream;
    this.splitter = new SseSplitter(upstream, decoder, mostEvent);
  }

  @Override
  public @Nullable StreamEvent next() throws IOException {
    IOException happened = failure;
    if (happened != null) {
      throw happened;
    }
    try {
      return splitter.next();
    } catch (SseSplitter.EventTooLarge e) {
      throw new UpstreamFailure(UpstreamFailure.Phase.CUT, String.valueOf(e.getMessage()), e);
    }
  }

  @Override
  public boolean ready() {
    // Half an event would have to be waited for, so what is there is read until one is whole.
    while (!splitter.available()) {
      if (failure != null || !upstream.available()) {
        return false;
      }
      try {
        splitter.readOn();
      } catch (IOException e) {
        failure = e;
      }
    }
    return true;
  }

  @Override
  public void close() {
    upstream.close();
  }
}
