package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.Option;
import jakarta.validation.constraints.NotEmpty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A configuration record as the binder and the schema see it: one reading of its components for
/// both.
///
/// @param type the record
/// @param components its components in the order of their declaration
/// @param entries whether the mapping's own keys are the entries of the record's only component, a
///   map
record RecordModel(Class<? extends Record> type, List<Component> components, boolean entries) {
  /// One key of a configuration.
  ///
  /// @param key the key in kebab-case
  /// @param type the component's type with its arguments
  /// @param option its description and default, or null when it has none
  /// @param nullable whether absence has a meaning of its own
  /// @param source the component, for its constraints
  record Component(
      String key,
      AnnotatedType type,
      @Nullable Option option,
      boolean nullable,
      RecordComponent source) {
    /// Returns what the constraints of the component are written on.
    AnnotatedElement constraints() {
      return source.getAccessor();
    }

    /// Returns the default as it would stand in YAML, or null when there is none.
    @Nullable String defaultText() {
      return option == null || option.defaultValue().isEmpty() ? null : option.defaultValue();
    }
  }

  static RecordModel of(Class<? extends Record> type) {
    List<Component> components =
        Arrays.stream(type.getRecordComponents())
            .map(component ->
                new Component(
                    kebab(component.getName()),
                    component.getAnnotatedType(),
                    component.getAnnotation(Option.class),
                    component.getAnnotatedType().isAnnotationPresent(Nullable.class),
                    component))
            .toList();
    boolean entries =
        components.size() == 1
            && raw(components.getFirst().type()) == Map.class
            && type.isAnnotationPresent(dev.gatehouse.sdk.Entries.class);
    return new RecordModel(type, components, entries);
  }

  /// Returns whether the record can be made without any key.
  boolean optional() {
    return components.stream().allMatch(RecordModel::optional);
  }

  static boolean optional(Component component) {
    Class<?> raw = raw(component.type());
    return component.nullable()
        || component.defaultText() != null
        || ((raw == List.class || raw == Map.class)
            && !component.constraints().isAnnotationPresent(NotEmpty.class))
        || (raw.isRecord() && nested(raw) && of(raw.asSubclass(Record.class)).optional());
  }

  /// Returns whether a record type is a configuration of its own, not a value such as a size.
  static boolean nested(Class<?> raw) {
    return raw.isRecord() && raw != dev.gatehouse.sdk.ByteSize.class;
  }

  static Class<?> raw(AnnotatedType type) {
    return switch (type.getType()) {
      case Class<?> plain -> plain;
      case ParameterizedType generic -> (Class<?>) generic.getRawType();
      default -> throw new IllegalArgumentException("a configuration has no type like " + type);
    };
  }

  /// Returns a type argument with the constraints that are written on it.
  static AnnotatedType argument(AnnotatedType type, int index) {
    return ((AnnotatedParameterizedType) type).getAnnotatedActualTypeArguments()[index];
  }

  /// Makes the record.
  ///
  /// @throws IllegalArgumentException when its constructor refuses the values
  Record create(@Nullable Object[] values) {
    Class<?>[] types = components.stream().map(c -> c.source().getType()).toArray(Class<?>[]::new);
    try {
      Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw refused;
      }
      // A record of a plugin may fail in any way, which is no reason for the gateway to fail.
      throw new IllegalArgumentException(type.getSimpleName() + " failed with " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the configuration " + type.getName() + " cannot be made", e);
    }
  }

  static String kebab(String name) {
    StringBuilder out = new StringBuilder(name.length() + 4);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c) && i > 0) {
        out.append('-');
      }
      out.append(Character.toLowerCase(c));
    }
    return out.toString();
  }

  /// Returns how an enum constant is written in a configuration.
  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
