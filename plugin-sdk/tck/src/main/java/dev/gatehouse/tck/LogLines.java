package dev.gatehouse.tck;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Everything that this process logs, from now until it is closed. Thread-safe.
final class LogLines implements AutoCloseable {
  private final Queue<String> lines = new ConcurrentLinkedQueue<>();
  private final Logger root = Logger.getLogger("");

  private final Handler handler =
      new Handler() {
        private final SimpleFormatter format = new SimpleFormatter();

        @Override
        public void publish(LogRecord record) {
          lines.add(format.formatMessage(record) + " " + record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  private LogLines() {
    handler.setLevel(Level.ALL);
    root.addHandler(handler);
  }

  static LogLines begin() {
    return new LogLines();
  }

  String text() {
    return String.join("\n", lines);
  }

  @Override
  public void close() {
    root.removeHandler(handler);
  }
}
