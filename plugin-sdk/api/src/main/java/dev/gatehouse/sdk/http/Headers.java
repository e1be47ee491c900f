package dev.gatehouse.sdk.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Header or trailer fields of one message, in the order in which they were received or added.
///
/// Names are compared without regard to case (RFC 9110, section 5.1) and keep the case they came
/// with. A field may occur several times; [#all] returns each line, never a joined value.
///
/// Not thread-safe: it belongs to the one thread that owns the exchange. Neither names nor values
/// are ever null. Values written here are checked again by the wire before they leave: a name that
/// is no token or a value with a control character is refused there, so a plugin cannot split a
/// message.
///
/// [#toString] shows names only, because values may be credentials.
public final class Headers {
  private final List<String> fields;

  private Headers(List<String> fields) {
    this.fields = fields;
  }

  /// Returns a new empty, modifiable list of fields.
  public static Headers create() {
    return new Headers(new ArrayList<>(16));
  }

  /// Returns a new modifiable list holding the given fields.
  ///
  /// @param namesAndValues name, value, name, value, ...; an odd count is an
  ///   [IllegalArgumentException]
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "expected pairs of name and value, got " + namesAndValues.length + " strings");
    }
    Headers headers = create();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  /// Returns an independent copy.
  public Headers copy() {
    return new Headers(new ArrayList<>(fields));
  }

  /// Returns the first value of the field, or null when the field is absent. The cheap form of
  /// [#first(String)] for code on the path of every exchange.
  public @Nullable String value(String name) {
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        return fields.get(i + 1);
      }
    }
    return null;
  }

  /// Returns the first value of the field.
  public Optional<String> first(String name) {
    return Optional.ofNullable(value(name));
  }

  /// Returns the values of every line of the field, in order; empty when absent.
  public List<String> all(String name) {
    List<String> values = new ArrayList<>(2);
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        values.add(fields.get(i + 1));
      }
    }
    return List.copyOf(values);
  }

  /// Returns whether at least one line of the field is present.
  public boolean contains(String name) {
    return value(name) != null;
  }

  /// Replaces all lines of the field by one; the new line stands where the first old one stood.
  public Headers set(String name, String value) {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        fields.set(i + 1, value);
        removeFrom(i + 2, name);
        return this;
      }
    }
    return add(name, value);
  }

  /// Adds a line of the field after all others.
  public Headers add(String name, String value) {
    fields.add(Objects.requireNonNull(name, "name"));
    fields.add(Objects.requireNonNull(value, "value"));
    return this;
  }

  /// Removes all lines of the field; absent is fine.
  public Headers remove(String name) {
    removeFrom(0, name);
    return this;
  }

  private void removeFrom(int start, String name) {
    for (int i = fields.size() - 2; i >= start; i -= 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        fields.remove(i + 1);
        fields.remove(i);
      }
    }
  }

  /// Returns the distinct names in lower case, in order of first appearance.
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (int i = 0; i < fields.size(); i += 2) {
      names.add(fields.get(i).toLowerCase(Locale.ROOT));
    }
    return names;
  }

  /// Calls the action once for each line, in order, with the name as it was received.
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < fields.size(); i += 2) {
      action.accept(fields.get(i), fields.get(i + 1));
    }
  }

  /// Returns the number of lines.
  public int size() {
    return fields.size() / 2;
  }

  /// Returns the name of line `index`, counted from 0, as it was received.
  public String nameAt(int index) {
    return fields.get(2 * index);
  }

  /// Returns the value of line `index`, counted from 0.
  public String valueAt(int index) {
    return fields.get(2 * index + 1);
  }

  @Override
  public String toString() {
    return "Headers" + names();
  }
}
