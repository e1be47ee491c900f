package dev.gatehouse.kernel.plugin;

/// Lets libraries inside a plugin find their own resources while the plugin's code runs.
final class ContextLoader implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();

  private ContextLoader(ClassLoader loader) {
    thread.setContextClassLoader(loader);
  }

  static ContextLoader of(Object plugin) {
    return new ContextLoader(plugin.getClass().getClassLoader());
  }

  @Override
  public void close() {
    thread.setContextClassLoader(before);
  }
}
