package dev.gatehouse.compatibility;

import japicmp.cmp.JApiCmpArchive;
import japicmp.cmp.JarArchiveComparator;
import japicmp.cmp.JarArchiveComparatorOptions;
import japicmp.filter.AnnotationBehaviorFilter;
import japicmp.filter.AnnotationClassFilter;
import japicmp.filter.AnnotationFieldFilter;
import japicmp.model.JApiClass;
import japicmp.model.JApiClassType;
import japicmp.model.JApiCompatibility;
import japicmp.model.JApiCompatibilityChange;
import japicmp.model.JApiConstructor;
import japicmp.model.JApiField;
import japicmp.model.JApiMethod;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Compares two versions of the SDK and says what would break plugins that were compiled against
/// the old one.
final class ApiGate {
  private static final String EXPERIMENTAL = "@dev.gatehouse.sdk.Experimental";

  private final Set<String> providedByKernel;

  /// Makes a gate.
  ///
  /// @param providedByKernel the interfaces that plugins call and never implement; they may gain
  ///   methods
  ApiGate(Set<String> providedByKernel) {
    this.providedByKernel = Set.copyOf(providedByKernel);
  }

  /// Returns a line for each change that breaks.
  List<String> breaks(Path oldJar, Path newJar) {
    JarArchiveComparatorOptions options = new JarArchiveComparatorOptions();
    options.getIgnoreMissingClasses().setIgnoreAllMissingClasses(true);
    options.getFilters().getExcludes().add(new AnnotationClassFilter(EXPERIMENTAL));
    options.getFilters().getExcludes().add(new AnnotationBehaviorFilter(EXPERIMENTAL));
    options.getFilters().getExcludes().add(new AnnotationFieldFilter(EXPERIMENTAL));
    List<String> broken = new ArrayList<>();
    for (JApiClass type :
        new JarArchiveComparator(options)
            .compare(
                new JApiCmpArchive(oldJar.toFile(), "old"),
                new JApiCmpArchive(newJar.toFile(), "new"))) {
      add(broken, type.getFullyQualifiedName(), type);
      for (JApiConstructor constructor : type.getConstructors()) {
        add(broken, type.getFullyQualifiedName() + "." + constructor.getName() + "()", constructor);
      }
      for (JApiField field : type.getFields()) {
        add(broken, type.getFullyQualifiedName() + "." + field.getName(), field);
      }
      for (JApiMethod method : type.getMethods()) {
        add(broken, type.getFullyQualifiedName() + "." + method.getName() + "()", method);
        if (mustBeImplementedAnew(type, method)) {
          broken.add(
              type.getFullyQualifiedName()
                  + "."
                  + method.getName()
                  + "(): plugins implement this interface; give the new method a default");
        }
      }
    }
    return broken;
  }

  private static void add(List<String> broken, String place, JApiCompatibility changed) {
    for (JApiCompatibilityChange change : changed.getCompatibilityChanges()) {
      if (!change.isBinaryCompatible()) {
        broken.add(place + ": " + change.getType());
      }
    }
  }

  /// The Java language calls an added abstract method compatible: a class without it still loads.
  /// It fails when the kernel calls it, which is worse.
  private boolean mustBeImplementedAnew(JApiClass type, JApiMethod method) {
    boolean isInterface =
        type.getClassType().getNewTypeOptional().isPresent()
            && type.getClassType().getNewTypeOptional().get() == JApiClassType.ClassType.INTERFACE;
    return isInterface
        && !providedByKernel.contains(type.getFullyQualifiedName())
        && type.getCompatibilityChanges().stream()
            .noneMatch(change -> change.toString().contains("CLASS_NOW"))
        && method.getCompatibilityChanges().stream()
            .anyMatch(change -> change.getType().name().equals("METHOD_ADDED_TO_INTERFACE"));
  }
}
