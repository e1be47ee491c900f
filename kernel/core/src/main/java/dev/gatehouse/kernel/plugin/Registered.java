package dev.gatehouse.kernel.plugin;

import dev.gatehouse.sdk.ErrorMode;
import dev.gatehouse.sdk.Extension;
import dev.gatehouse.sdk.ExtensionPoint;
import dev.gatehouse.sdk.Stage;
import dev.gatehouse.sdk.plugin.ExtensionFactory;
import dev.gatehouse.sdk.plugin.PluginRegistry.Registration;
import java.time.Duration;

/// An extension that a plugin has declared.
final class Registered<C extends Record, E extends Extension> implements Registration {
  private final ExtensionPoint<E> point;
  private final String name;
  private final Class<C> config;
  private final ExtensionFactory<? super C, ? extends E> factory;
  private Stage stage = Stage.TRANSFORM;
  private ErrorMode onError = ErrorMode.CLOSED;
  private Duration timeout = Duration.ofSeconds(1);
  private int concurrency;
  private boolean readsBody;
  private boolean section;
  private String description = "";

  Registered(
      ExtensionPoint<E> point,
      String name,
      Class<C> config,
      ExtensionFactory<? super C, ? extends E> factory) {
    this.point = point;
    this.name = name;
    this.config = config;
    this.factory = factory;
  }

  @Override
  public Registration stage(Stage newStage) {
    stage = newStage;
    return this;
  }

  @Override
  public Registration onError(ErrorMode mode) {
    onError = mode;
    return this;
  }

  @Override
  public Registration timeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a time limit is positive, got " + limit);
    }
    timeout = limit;
    return this;
  }

  @Override
  public Registration concurrency(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("at least one call at a time, got " + most);
    }
    concurrency = most;
    return this;
  }

  @Override
  public Registration readsBody() {
    readsBody = true;
    return this;
  }

  @Override
  public Registration section() {
    section = true;
    return this;
  }

  @Override
  public Registration description(String text) {
    description = text;
    return this;
  }

  ExtensionPoint<E> point() {
    return point;
  }

  String name() {
    return name;
  }

  Class<C> config() {
    return config;
  }

  ExtensionFactory<? super C, ? extends E> factory() {
    return factory;
  }

  Stage stage() {
    return stage;
  }

  ErrorMode onError() {
    return onError;
  }

  Duration timeout() {
    return timeout;
  }

  /// Returns how many calls run at a time, 0 for any number.
  int concurrency() {
    return concurrency;
  }

  boolean reads() {
    return readsBody;
  }

  boolean isSection() {
    return section;
  }

  String description() {
    return description;
  }
}
