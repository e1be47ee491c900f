package dev.gatehouse.sdk;

/// The fixed order in which filters see a request; answers pass the same filters in reverse.
///
/// ```
/// request  │ ADMISSION → AUTHENTICATION → AUTHORIZATION → QUOTA → GUARD → TRANSFORM → CACHE → ROUTING │ → model
/// answer   │ ADMISSION ← AUTHENTICATION ← AUTHORIZATION ← QUOTA ← GUARD ← TRANSFORM ← CACHE ← ROUTING │ ← model
/// ```
///
/// Inside a stage the order is that of the configuration: the global list, then the route's list,
/// then sections (extensions configured by a top-level key).
public enum Stage {
  /// Cheap refusals before anything is known of the caller, such as address rules.
  ADMISSION,
  /// Who calls. Refusing here must cost no more than accepting.
  AUTHENTICATION,
  /// Whether the caller may do this.
  AUTHORIZATION,
  /// Whether the caller has something left: requests, tokens, money.
  QUOTA,
  /// Whether the content may pass. Comes before edits so that it sees what the client sent.
  GUARD,
  /// Edits of head and body, and the assignment of experiments, which may edit too.
  TRANSFORM,
  /// Answers known already. Comes after edits so that the key covers what the model would see.
  CACHE,
  /// The last look before targets are chosen.
  ROUTING
}
