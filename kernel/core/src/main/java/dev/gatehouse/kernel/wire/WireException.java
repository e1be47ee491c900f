package dev.gatehouse.kernel.wire;

import java.io.IOException;

/// A request that cannot be read or is not accepted. The connection ends after the answer.
public final class WireException extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;
  private final String code;

  /// Makes an exception.
  ///
  /// @param status the HTTP status to answer with
  /// @param code the problem's code
  /// @param detail what was wrong and what is allowed; holds nothing of the request's content
  public WireException(int status, String code, String detail) {
    super(detail);
    this.status = status;
    this.code = code;
  }

  static WireException malformed(String detail) {
    return new WireException(400, "malformed_request", detail);
  }

  /// Returns the HTTP status to answer with.
  public int status() {
    return status;
  }

  /// Returns the problem's code.
  public String code() {
    return code;
  }

  /// Returns what was wrong.
  public String detail() {
    return String.valueOf(getMessage());
  }
}
