package dev.gatehouse.kernel.config;

import dev.gatehouse.sdk.ByteSize;
import dev.gatehouse.sdk.Secret;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedElement;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Judges values by the constraint annotations of Jakarta Validation 3.1 that
/// [dev.gatehouse.sdk.Option] names.
final class Constraints {
  private Constraints() {}

  /// Returns what a constraint written on the element says against the value, or null when all
  /// hold. Secrets are judged, never shown.
  static @Nullable String complaint(Object value, AnnotatedElement on) {
    @Nullable BigDecimal number = number(value);
    if (number != null) {
      String complaint = ofNumber(number, value, on);
      if (complaint != null) {
        return complaint;
      }
    }
    int size = size(value);
    String text = value instanceof String string ? string : null;
    if (on.getAnnotation(NotBlank.class) != null && blank(value)) {
      return "must not be blank";
    }
    if (on.getAnnotation(NotEmpty.class) != null && size == 0) {
      return "must not be empty";
    }
    Size bounds = on.getAnnotation(Size.class);
    if (bounds != null && size >= 0 && (size < bounds.min() || size > bounds.max())) {
      return "must have "
          + bounds.min()
          + (bounds.max() == Integer.MAX_VALUE ? " or more" : " to " + bounds.max())
          + " entries or characters, has "
          + size;
    }
    Pattern pattern = on.getAnnotation(Pattern.class);
    if (pattern != null && text != null && !text.matches(pattern.regexp())) {
      // A message of the constraint's own may have a reason not to repeat the value.
      return pattern.message().startsWith("{")
          ? "\"" + text + "\" does not have the form " + pattern.regexp()
          : pattern.message();
    }
    return null;
  }

  private static @Nullable String ofNumber(BigDecimal number, Object value, AnnotatedElement on) {
    Min min = on.getAnnotation(Min.class);
    if (min != null && number.compareTo(BigDecimal.valueOf(min.value())) < 0) {
      return "must be at least " + min.value() + ", got " + shown(value);
    }
    Max max = on.getAnnotation(Max.class);
    if (max != null && number.compareTo(BigDecimal.valueOf(max.value())) > 0) {
      return "must be at most " + max.value() + ", got " + shown(value);
    }
    DecimalMin decimalMin = on.getAnnotation(DecimalMin.class);
    if (decimalMin != null
        && number.compareTo(new BigDecimal(decimalMin.value()))
            < (decimalMin.inclusive() ? 0 : 1)) {
      return "must be "
          + (decimalMin.inclusive() ? "at least " : "more than ")
          + decimalMin.value()
          + ", got "
          + shown(value);
    }
    DecimalMax decimalMax = on.getAnnotation(DecimalMax.class);
    if (decimalMax != null
        && number.compareTo(new BigDecimal(decimalMax.value()))
            > (decimalMax.inclusive() ? 0 : -1)) {
      return "must be "
          + (decimalMax.inclusive() ? "at most " : "less than ")
          + decimalMax.value()
          + ", got "
          + shown(value);
    }
    if (on.getAnnotation(Positive.class) != null && number.signum() <= 0) {
      return "must be positive, got " + shown(value);
    }
    if (on.getAnnotation(PositiveOrZero.class) != null && number.signum() < 0) {
      return "must not be negative, got " + shown(value);
    }
    return null;
  }

  private static @Nullable BigDecimal number(Object value) {
    return switch (value) {
      case Integer i -> BigDecimal.valueOf(i);
      case Long l -> BigDecimal.valueOf(l);
      case Double d -> BigDecimal.valueOf(d);
      case Duration duration -> BigDecimal.valueOf(duration.toMillis());
      case ByteSize size -> BigDecimal.valueOf(size.bytes());
      default -> null;
    };
  }

  private static String shown(Object value) {
    return value instanceof Duration duration ? Durations.print(duration) : value.toString();
  }

  private static int size(Object value) {
    return switch (value) {
      case String text -> text.length();
      case Collection<?> items -> items.size();
      case Map<?, ?> entries -> entries.size();
      default -> -1;
    };
  }

  private static boolean blank(Object value) {
    return value instanceof Secret secret ? secret.reveal().isBlank() : value.toString().isBlank();
  }
}
