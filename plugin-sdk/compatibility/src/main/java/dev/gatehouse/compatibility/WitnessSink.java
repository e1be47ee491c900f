package dev.gatehouse.compatibility;

import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// Counts records, and tells the count below `/admin/v1/witness`.
final class WitnessSink implements RequestLogSink, AdminExtension {
  private final ExtensionContext context;
  private final AtomicLong records = new AtomicLong();

  WitnessSink(ExtensionContext context) {
    this.context = context;
  }

  @Override
  public void write(List<ExchangeRecord> batch) {
    records.addAndGet(batch.size());
    context.logger().log(System.Logger.Level.DEBUG, "records: " + batch.size());
  }

  @Override
  public String mount() {
    return "witness";
  }

  @Override
  public Answer handle(AdminRequest request) {
    if (!request.method().equals("GET")) {
      throw new ProblemException(Problem.of(405, "method_not_allowed", "Only GET is known here."));
    }
    return Answer.json(
        200, ("{\"records\":" + records.get() + "}").getBytes(StandardCharsets.UTF_8));
  }
}
