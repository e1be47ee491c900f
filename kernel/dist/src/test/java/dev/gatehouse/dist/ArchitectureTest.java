package dev.gatehouse.dist;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The rules of the architecture, checked on the class files of all modules together.
class ArchitectureTest {
  private static final JavaClasses GATEHOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.gatehouse");

  /// Guards the other tests: a rule over classes that were not found would always hold.
  @Test
  void seesTheClassesOfEveryModule() {
    Set<String> modules =
        GATEHOUSE.stream()
            .flatMap(type -> GatehouseModule.of(type).stream())
            .map(GatehouseModule::name)
            .collect(toSet());

    assertThat(modules)
        .containsExactlyInAnyOrder(
            "sdk",
            "testkit",
            "kernel",
            "telemetry",
            "history",
            "plugins.anthropic",
            "plugins.openai",
            "plugins.simulated",
            "plugins.apikey",
            "plugins.cache",
            "plugins.transform",
            "plugins.experiment");
    assertThat(GATEHOUSE).hasSizeGreaterThan(80);
  }

  @Test
  void everyModuleBuildsOnTheSdkAloneAndTheSdkOnNothing() {
    classes().should(dependOnAllowedModulesOnly()).check(GATEHOUSE);
  }

  @Test
  void theSdkShowsItsUsersFewLibraries() {
    classes()
        .that()
        .resideInAPackage("dev.gatehouse.sdk..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.gatehouse.sdk..",
            "java..",
            "tools.jackson.core..",
            "tools.jackson.databind..",
            "com.fasterxml.jackson.annotation..",
            "jakarta.validation..",
            "io.opentelemetry.api..",
            "io.opentelemetry.context..",
            "org.jspecify.annotations..")
        .check(GATEHOUSE);
  }

  @Test
  void helidonStaysInTheListener() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gatehouse.kernel.listener..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.helidon..")
        .check(GATEHOUSE);
  }

  @Test
  void onlyTheCommandLineTalksToTheTerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.gatehouse.kernel.cli..")
        .should(ACCESS_STANDARD_STREAMS)
        .check(GATEHOUSE);
  }

  @Test
  void logsThroughTheLoggerOfThePlatform() {
    noClasses()
        .that()
        // It sets a level in other people's tests; what it says is said through the platform too.
        .doNotHaveFullyQualifiedName("dev.gatehouse.testkit.QuietListeners")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.util.logging..", "org.slf4j..", "org.apache.logging..")
        .check(GATEHOUSE);
  }

  /// One virtual thread serves one exchange: what a thread remembers is lost or leaks.
  @Test
  void keepsNothingInThreadLocals() {
    noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocal.class).check(GATEHOUSE);
  }

  @Test
  void everyPackageSaysWhatMayBeNull() {
    classes().should(liveInANullMarkedPackage()).check(GATEHOUSE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.gatehouse.(**)").should().beFreeOfCycles().check(GATEHOUSE);
  }

  private static ArchCondition<JavaClass> dependOnAllowedModulesOnly() {
    return new ArchCondition<>("depend on modules only that theirs may use") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        GatehouseModule module = GatehouseModule.of(type).orElseThrow();
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          Optional<GatehouseModule> used = GatehouseModule.of(dependency.getTargetClass());
          if (used.isPresent() && !module.mayUse(used.get())) {
            events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
          }
        }
      }
    };
  }

  private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
    return new ArchCondition<>("live in a package whose package-info is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!type.getPackage().isAnnotatedWith(NullMarked.class)) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " does not"));
        }
      }
    };
  }
}
