package dev.gatehouse.kernel.pipeline;

/// Unwinds a thread that came back from a plugin after its exchange had been given to another
/// thread. An error, so that nobody on the way takes it for a fault of the exchange.
final class GivenUp extends Error {
  private static final long serialVersionUID = 1L;

  GivenUp() {
    super("the exchange goes on without this thread", null, false, false);
  }
}
