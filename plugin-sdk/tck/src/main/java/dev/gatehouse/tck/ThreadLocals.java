package dev.gatehouse.tck;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Finds classes that keep something in thread-locals, by what their class files refer to.
final class ThreadLocals {
  private static final Set<String> TYPES =
      Set.of("java/lang/ThreadLocal", "java/lang/InheritableThreadLocal");

  private ThreadLocals() {}

  /// Returns the names of such classes in a folder or jar.
  static Set<String> usedBy(Path classes) throws IOException {
    if (Files.isDirectory(classes)) {
      return usedBelow(classes);
    }
    try (FileSystem jar = FileSystems.newFileSystem(classes)) {
      return usedBelow(jar.getPath("/"));
    }
  }

  private static Set<String> usedBelow(Path root) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(root)) {
      files = all.filter(file -> file.toString().endsWith(".class")).toList();
    }
    Set<String> found = new TreeSet<>();
    for (Path file : files) {
      ClassModel type = ClassFile.of().parse(Files.readAllBytes(file));
      for (PoolEntry entry : type.constantPool()) {
        if (entry instanceof ClassEntry used && TYPES.contains(used.asInternalName())) {
          found.add(type.thisClass().asInternalName().replace('/', '.'));
        }
      }
    }
    return found;
  }
}
