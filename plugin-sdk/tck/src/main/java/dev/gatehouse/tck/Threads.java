package dev.gatehouse.tck;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;
import dev.gatehouse.sdk.http.Json;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// The threads of this process that a plugin is in, virtual ones too.
final class Threads {
  private Threads() {}

  /// Returns the names of threads that the plugin started, or whose stack it is on, or that would
  /// load classes with it.
  static Set<String> of(Subject plugin) throws IOException {
    Set<String> names = new TreeSet<>();
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      ClassLoader loader = thread.getContextClassLoader();
      if (loader != null && loader.getName() != null && plugin.owns(loader.getName())) {
        names.add(thread.getName());
      }
    }
    for (JsonNode container : dump().path("threadDump").path("threadContainers")) {
      for (JsonNode thread : container.path("threads")) {
        String name = thread.path("name").asString("");
        boolean inside =
            thread.path("stack").valueStream().anyMatch(frame -> plugin.owns(frame.asString("")));
        if (inside || plugin.owns(name)) {
          names.add(name.isEmpty() ? "(a thread without a name)" : name);
        }
      }
    }
    return names;
  }

  /// The only way to see virtual threads from inside.
  private static JsonNode dump() throws IOException {
    Path folder = Files.createTempDirectory("gatehouse-tck");
    Path file = folder.resolve("threads.json").toAbsolutePath();
    try {
      ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
          .dumpThreads(file.toString(), ThreadDumpFormat.JSON);
      return Json.parse(Files.readAllBytes(file));
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }
}
