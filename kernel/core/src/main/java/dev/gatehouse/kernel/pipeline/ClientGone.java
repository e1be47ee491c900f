package dev.gatehouse.kernel.pipeline;

/// Ends an exchange whose client has left: there is nobody to answer.
public final class ClientGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /// Makes one.
  public ClientGone() {
    super("the client left", null, false, false);
  }
}
