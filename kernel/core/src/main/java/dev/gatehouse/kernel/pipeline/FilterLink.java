package dev.gatehouse.kernel.pipeline;

import dev.gatehouse.kernel.plugin.Installed;
import dev.gatehouse.kernel.plugin.policy.CallGate;
import dev.gatehouse.kernel.plugin.policy.HookStats;
import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.exchange.Answer;
import dev.gatehouse.sdk.exchange.Completion;
import dev.gatehouse.sdk.exchange.Exchange;
import dev.gatehouse.sdk.filter.Filter;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;

/// A filter in the chain of a route, with the hooks it really has. Immutable.
final class FilterLink {
  /// What a filter is called for.
  enum Hook {
    REQUEST,
    RESPONSE,
    STREAM,
    EVENT,
    COMPLETE;

    private final String label = name().toLowerCase(Locale.ROOT);
  }

  private static final Hook[] HOOKS = Hook.values();

  private final Installed<?> installed;
  private final Filter filter;
  private final EnumSet<Hook> has = EnumSet.noneOf(Hook.class);
  private final long timeoutNanos;
  private final String what;
  private final EnumMap<Hook, Callee> callees = new EnumMap<>(Hook.class);

  /// Links a filter.
  ///
  /// @param filter the instance, or an adapter around it
  FilterLink(Installed<?> installed, Filter filter, String route) {
    this.installed = installed;
    this.filter = filter;
    this.timeoutNanos = installed.timeout().toNanos();
    this.what = "filter " + installed.instance();
    for (Hook hook : HOOKS) {
      callees.put(
          hook, new Callee(what, installed.gate(), installed.gate().hook(route, hook.label)));
    }
    Class<?> type = filter.getClass();
    hasIf(Hook.REQUEST, overrides(type, "onRequest", Exchange.class));
    hasIf(Hook.RESPONSE, overrides(type, "onResponse", Exchange.class, Answer.class));
    hasIf(Hook.STREAM, overrides(type, "onStream", Exchange.class, Answer.class));
    hasIf(Hook.COMPLETE, overrides(type, "onComplete", Exchange.class, Completion.class));
  }

  private void hasIf(Hook hook, boolean overridden) {
    if (overridden) {
      has.add(hook);
    }
  }

  private static boolean overrides(Class<?> type, String hook, Class<?>... parameters) {
    try {
      return type.getMethod(hook, parameters).getDeclaringClass() != Filter.class;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a filter has every hook", e);
    }
  }

  Installed<?> installed() {
    return installed;
  }

  Filter filter() {
    return filter;
  }

  CallGate gate() {
    return installed.gate();
  }

  /// Returns whether it finds out who calls.
  boolean authenticates() {
    return filter instanceof Authentication;
  }

  /// Returns whether the filter has a hook.
  boolean has(Hook hook) {
    return has.contains(hook);
  }

  HookStats stats(Hook hook) {
    return callee(hook).stats();
  }

  long timeoutNanos() {
    return timeoutNanos;
  }

  String name() {
    return installed.instance();
  }

  /// Returns how it is called in explanations and messages.
  String what() {
    return what;
  }

  /// Returns who is called in a hook.
  Callee callee(Hook hook) {
    return Objects.requireNonNull(callees.get(hook), "every hook has one");
  }

  boolean failsOpen() {
    return installed.onError() == ErrorMode.OPEN;
  }
}
