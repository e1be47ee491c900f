package dev.gatehouse.sdk;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Describes one component of a configuration record.
///
/// A configuration is a record. Each component is one key in kebab-case (`baseUrl` → `base-url`).
/// Supported component types: `String`, `boolean`, `int`, `long`, `double`, [java.time.Duration]
/// (`250ms`, `10s`, `5m`, `1h`, `7d`), [ByteSize] (`64MiB`), [java.net.URI], [Secret], enums
/// (kebab-case), nested records, `List` and `Map<String, …>` of these,
/// [tools.jackson.databind.JsonNode] for free form, and any of them marked `@Nullable` when absence
/// has a meaning. Constraints come from `jakarta.validation.constraints`: `Min`, `Max`, `Positive`,
/// `PositiveOrZero`, `DecimalMin`, `DecimalMax`, `NotBlank`, `NotEmpty`, `Size`, `Pattern` (the
/// whole value must match). Rules over several components belong in the compact constructor: throw
/// an [IllegalArgumentException] with a sentence; it is reported with the place of the record.
///
/// A component is optional when it has a [#defaultValue], is `@Nullable`, or is a list or map
/// (default: empty) or a nested record all of whose components are optional.
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
  /// Says in a sentence or two what the key does, and its unit.
  String description();

  /// The value when the key is absent, written as in YAML. Empty: no default.
  String defaultValue() default "";

  /// Values worth showing in the reference and the console's form.
  String[] examples() default {};

  /// Whether forms hide the key at first.
  boolean advanced() default false;
}
