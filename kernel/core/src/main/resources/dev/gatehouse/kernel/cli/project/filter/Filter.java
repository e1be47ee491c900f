package {{package}};

import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Filter;
import dev.gatehouse.sdk.stream.StreamTransform;

/// Signs every answer, whole or streamed.
final class {{Name}}Filter implements Filter {
  private final {{Name}}Config config;

  {{Name}}Filter({{Name}}Config config) {
    this.config = config;
  }

  @Override
  public void onResponse(Exchange exchange, Answer answer) {
    answer.headers().set("x-{{name}}", config.signature());
  }

  @Override
  public StreamTransform onStream(Exchange exchange, Answer head) {
    head.headers().set("x-{{name}}", config.signature());
    return (event, out) -> out.emit(event);
  }
}
