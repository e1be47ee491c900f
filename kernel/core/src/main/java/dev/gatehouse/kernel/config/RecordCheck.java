package dev.gatehouse.kernel.config;

import dev.gatehouse.kernel.config.RecordModel.Component;
import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Secret;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Judges configuration records themselves, before anybody configures anything: a plugin whose
/// record nobody can write is told so when it is loaded, not when it is first used.
public final class RecordCheck {
  private static final Set<Class<?>> SCALARS =
      Set.of(
          String.class,
          boolean.class,
          Boolean.class,
          int.class,
          Integer.class,
          long.class,
          Long.class,
          double.class,
          Double.class,
          Duration.class,
          ByteSize.class,
          URI.class,
          Secret.class);

  // The records around the one that is looked at, to find one that holds itself.
  private final Set<Class<?>> around = new HashSet<>();

  private RecordCheck() {}

  /// Checks a record and all records in it.
  ///
  /// @throws IllegalArgumentException when the binder could never make it; the message says why
  public static void check(Class<? extends Record> type) {
    new RecordCheck().record(type);
  }

  private void record(Class<? extends Record> type) {
    if (!around.add(type)) {
      throw new IllegalArgumentException(
          "the configuration " + type.getSimpleName() + " holds itself");
    }
    for (Component component : RecordModel.of(type).components()) {
      try {
        type(component.type());
        defaultFits(component);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            type.getSimpleName() + "." + component.source().getName() + ": " + e.getMessage(), e);
      }
    }
    around.remove(type);
  }

  private void type(AnnotatedType type) {
    Class<?> raw = RecordModel.raw(type);
    if (raw == List.class || raw == Map.class) {
      if (!(type instanceof AnnotatedParameterizedType generic)) {
        throw new IllegalArgumentException("a " + raw.getSimpleName() + " has to say of what");
      }
      if (raw == Map.class && RecordModel.raw(RecordModel.argument(generic, 0)) != String.class) {
        throw new IllegalArgumentException("the keys of a Map are of type String");
      }
      type(RecordModel.argument(generic, raw == Map.class ? 1 : 0));
    } else if (RecordModel.nested(raw)) {
      record(raw.asSubclass(Record.class));
    } else if (!SCALARS.contains(raw) && !raw.isEnum() && raw != JsonNode.class) {
      throw new IllegalArgumentException(
          "a configuration has no values of type "
              + raw.getSimpleName()
              + "; there are records, List, Map, JsonNode, String, boolean, int, long, double, enums,"
              + " Duration, ByteSize, URI and Secret");
    }
  }

  private static void defaultFits(Component component) {
    String text = component.defaultText();
    Class<?> raw = RecordModel.raw(component.type());
    if (text == null || References.present(text) || raw == Secret.class) {
      return;
    }
    if (SCALARS.contains(raw) || raw.isEnum()) {
      try {
        Binder.parsed(text.strip(), text, raw);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("its own default \"" + text + "\" does not fit", e);
      }
    }
  }
}
