package dev.gatehouse.history;

import dev.gatehouse.sdk.admin.AdminExtension;
import dev.gatehouse.sdk.admin.AdminRequest;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.http.Problem;
import dev.gatehouse.sdk.http.ProblemException;
import dev.gatehouse.sdk.log.ExchangeRecord;
import dev.gatehouse.sdk.log.RequestLogSink;
import dev.gatehouse.sdk.plugin.ExtensionContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// One configured history: takes records and answers below `/admin/v1/requests`. Thread-safe.
final class History implements RequestLogSink, AdminExtension {
  private final SharedHistory.@Nullable User user;
  private final AtomicBoolean closed = new AtomicBoolean();

  private History(SharedHistory.@Nullable User user) {
    this.user = user;
  }

  static History create(HistoryConfig config, ExtensionContext context, SharedHistories histories)
      throws IOException {
    if (!config.enabled()) {
      return new History(null);
    }
    Path folder =
        config.folder() == null
            ? context.dataFolder()
            : context.dataFolder().resolve(config.folder());
    return new History(histories.join(folder.toAbsolutePath().normalize(), config, context));
  }

  @Override
  public void write(List<ExchangeRecord> batch) {
    if (user != null) {
      user.history().write(batch);
    }
  }

  @Override
  public String mount() {
    return "requests";
  }

  @Override
  public Answer handle(AdminRequest request) throws Exception {
    if (user == null) {
      throw new ProblemException(
          Problem.of(
              404, "not_found", "The history is switched off. Set history.enabled to true."));
    }
    return user.history().handle(request);
  }

  @Override
  public String openApiPaths() {
    try (InputStream in = History.class.getResourceAsStream("openapi-paths.json")) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() {
    if (user != null && closed.compareAndSet(false, true)) {
      user.leave();
    }
  }
}
