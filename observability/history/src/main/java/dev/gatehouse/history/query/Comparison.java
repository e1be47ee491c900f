package dev.gatehouse.history.query;

/// How a number or a time is compared.
public enum Comparison {
  /// More than.
  GREATER(">"),
  /// At least.
  AT_LEAST(">="),
  /// Less than.
  LESS("<"),
  /// At most.
  AT_MOST("<=");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /// Returns the sign as it is written in a query.
  public String sign() {
    return sign;
  }

  static Comparison of(String sign) {
    for (Comparison comparison : values()) {
      if (comparison.sign.equals(sign)) {
        return comparison;
      }
    }
    throw new IllegalArgumentException("no comparison: " + sign);
  }
}
