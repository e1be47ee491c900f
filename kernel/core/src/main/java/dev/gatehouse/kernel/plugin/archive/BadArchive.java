package dev.gatehouse.kernel.plugin.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Says what is wrong with a file, in words for people that begin with "it".
public final class BadArchive extends IOException {
  private static final long serialVersionUID = 1L;

  /// Makes an exception.
  public BadArchive(String reason) {
    super(reason);
  }

  /// Makes an exception with its cause.
  public BadArchive(String reason, @Nullable Throwable cause) {
    super(reason, cause);
  }
}
