package dev.gatehouse.compatibility;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.reflect.AccessFlag;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;

/// The sealed types and enums of a jar with all they permit. Code that was compiled with a switch
/// over one of them fails on a member it does not know, and comparing methods does not find that.
final class ClosedSets {
  private ClosedSets() {}

  /// Returns the members by the name of the set.
  static Map<String, Set<String>> of(Path jar) throws IOException {
    Map<String, Set<String>> sets = new TreeMap<>();
    try (JarFile file = new JarFile(jar.toFile())) {
      for (JarEntry entry : (Iterable<JarEntry>) file.stream()::iterator) {
        if (entry.getName().endsWith(".class") && !entry.getName().contains("-info")) {
          try (InputStream in = file.getInputStream(entry)) {
            read(ClassFile.of().parse(in.readAllBytes()), sets);
          }
        }
      }
    }
    return sets;
  }

  private static void read(ClassModel type, Map<String, Set<String>> sets) {
    String name = type.thisClass().asInternalName().replace('/', '.');
    if (!type.flags().has(AccessFlag.PUBLIC)) {
      return;
    }
    type.findAttribute(Attributes.permittedSubclasses())
        .ifPresent(permitted ->
            sets.put(
                name,
                permitted.permittedSubclasses().stream()
                    .map(each -> each.asInternalName().replace('/', '.'))
                    .collect(Collectors.toCollection(TreeSet::new))));
    if (type.flags().has(AccessFlag.ENUM)) {
      sets.put(
          name,
          type.fields().stream()
              .filter(field -> field.flags().has(AccessFlag.ENUM))
              .map(field -> field.fieldName().stringValue())
              .collect(Collectors.toCollection(TreeSet::new)));
    }
  }
}
