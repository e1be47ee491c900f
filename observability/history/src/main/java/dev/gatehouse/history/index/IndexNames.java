package dev.gatehouse.history.index;

/// Names of fields in the index that no query names. Those that queries can name are in [
/// dev.gatehouse.history.query.Fields].
public final class IndexNames {
  /// The time the request arrived, in milliseconds; a point and a doc value.
  public static final String TIME = "time";

  /// The journal's sequence; a doc value that orders records of the same millisecond.
  public static final String SEQUENCE = "_seq";

  /// 1 when the outcome is not OK; a doc value.
  public static final String FAILED = "_failed";

  /// The names of the texts and ids that a record has; terms.
  public static final String PRESENT = "_present";

  /// The head of the record as the journal has it; stored.
  public static final String HEAD = "_head";

  /// The short form of the prompt; stored behind the head.
  public static final String SHORT_PROMPT = "_prompt";

  /// The short form of the answer; stored last of what lists need.
  public static final String SHORT_ANSWER = "_answer";

  /// The bodies of the record as the journal has them; stored last.
  public static final String BODIES = "_bodies";

  private IndexNames() {}
}
