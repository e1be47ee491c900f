package dev.gatehouse.kernel.plugin;

import java.util.Locale;

/// Turns a throwable of a plugin into text at once. The object itself is never kept: it would keep
/// the plugin's classes.
public final class Faults {
  private static final int MOST_FRAMES = 4;
  private static final int MOST_LINES = 20;

  private Faults() {}

  /// Returns the frames of plugins in a stack, one a line, the innermost first.
  public static String frames(StackTraceElement[] stack) {
    StringBuilder text = new StringBuilder();
    int frames = 0;
    for (StackTraceElement frame : stack) {
      if (ofPlugin(frame) && frames++ < MOST_LINES) {
        text.append(frame.getClassName()).append('.').append(frame.getMethodName());
        text.append(':').append(frame.getLineNumber()).append('\n');
      }
    }
    return text.toString();
  }

  /// Returns the frames of plugins in what was thrown, one a line, the innermost first.
  public static String frames(Throwable fault) {
    return frames(fault.getStackTrace());
  }

  private static boolean ofPlugin(StackTraceElement frame) {
    String loader = frame.getClassLoaderName();
    return loader != null && loader.toLowerCase(Locale.ROOT).startsWith("plugin:");
  }

  /// Returns class, message and the plugin's own frames, for logs and the admin API; never for
  /// clients.
  public static String render(Throwable fault) {
    StringBuilder text = new StringBuilder(fault.getClass().getSimpleName());
    if (fault.getMessage() != null) {
      text.append(": ").append(fault.getMessage());
    }
    int frames = 0;
    for (StackTraceElement frame : fault.getStackTrace()) {
      if (ofPlugin(frame) && frames++ < MOST_FRAMES) {
        text.append(" at ").append(frame.getClassName()).append('.').append(frame.getMethodName());
        text.append(':').append(frame.getLineNumber());
      }
    }
    Throwable cause = fault.getCause();
    if (cause != null) {
      text.append(", caused by ").append(cause.getClass().getSimpleName());
      if (cause.getMessage() != null) {
        text.append(": ").append(cause.getMessage());
      }
    }
    return text.length() > 2_000 ? text.substring(0, 2_000) : text.toString();
  }
}
