package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Filter;
import io.opentelemetry.api.OpenTelemetry;

/// A filter in the chain of a route, with the hooks it really has.
///
/// @param installed the instance and its policies
/// @param filter the instance, or an adapter around it
/// @param timer measures its hooks
/// @param request whether it looks at requests
/// @param response whether it looks at whole answers
/// @param stream whether it looks at streams
/// @param complete whether it wants to know the end
record FilterLink(
    Installed<?> installed,
    Filter filter,
    HookTimer timer,
    boolean request,
    boolean response,
    boolean stream,
    boolean complete) {

  static FilterLink of(Installed<?> installed, Filter filter, OpenTelemetry telemetry) {
    Class<?> type = filter.getClass();
    return new FilterLink(
        installed,
        filter,
        new HookTimer(telemetry, installed),
        overrides(type, "onRequest", Exchange.class),
        overrides(type, "onResponse", Exchange.class, Answer.class),
        overrides(type, "onStream", Exchange.class, Answer.class),
        overrides(type, "onComplete", Exchange.class, Completion.class));
  }

  private static boolean overrides(Class<?> type, String hook, Class<?>... parameters) {
    try {
      return type.getMethod(hook, parameters).getDeclaringClass() != Filter.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a filter has every hook", e);
    }
  }

  String name() {
    return installed.instance();
  }

  /// Counts a call of a hook.
  void called(long tookNanos) {
    installed.metrics().called(tookNanos);
    timer.took(tookNanos);
  }

  boolean failsOpen() {
    return installed.onError() == ErrorMode.OPEN;
  }
}
