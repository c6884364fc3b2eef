package greenloom.benchmarks;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import org.junit.jupiter.api.Test;

/** The directions of the house: imports point from the upper floors to the lower ones only. */
class ArchitectureTest {
  private static final int CLASSES_AT_LEAST = 20;

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("greenloom");

  @Test
  void house_whole_isLookedAt() {
    assertThat(HOUSE.size()).isGreaterThanOrEqualTo(CLASSES_AT_LEAST);
    assertThat(HOUSE.stream().map(JavaClass::getPackageName))
        .contains(
            "greenloom.jdk",
            "greenloom.coroutine",
            "greenloom.hub",
            "greenloom.sync",
            "greenloom",
            "greenloom.net",
            "greenloom.testing",
            "greenloom.timeline",
            "greenloom.process",
            "greenloom.cluster",
            "greenloom.app",
            "greenloom.examples",
            "greenloom.stress.sockets",
            "greenloom.benchmarks");
  }

  @Test
  void floors_anyTwo_pointDownOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("greenloom..")
        .layer("jdk")
        .definedBy("greenloom.jdk..")
        .layer("coroutine")
        .definedBy("greenloom.coroutine..")
        .layer("hub")
        .definedBy("greenloom.hub..")
        .layer("sync")
        .definedBy("greenloom.sync..")
        .layer("words")
        .definedBy("greenloom")
        .layer("net")
        .definedBy("greenloom.net..")
        .layer("testing")
        .definedBy("greenloom.testing..")
        .layer("json")
        .definedBy("greenloom.json..")
        .layer("timeline")
        .definedBy("greenloom.timeline..")
        .layer("process")
        .definedBy("greenloom.process..")
        .layer("cluster")
        .definedBy("greenloom.cluster..")
        .layer("app")
        .definedBy("greenloom.app..")
        .layer("examples")
        .definedBy("greenloom.examples..")
        .layer("stress")
        .definedBy("greenloom.stress..")
        .layer("benchmarks")
        .definedBy("greenloom.benchmarks..")
        .whereLayer("jdk")
        .mayNotAccessAnyLayer()
        .whereLayer("coroutine")
        .mayOnlyAccessLayers("jdk")
        .whereLayer("json")
        .mayNotAccessAnyLayer()
        .whereLayer("hub")
        .mayOnlyAccessLayers("json", "jdk")
        .whereLayer("timeline")
        .mayOnlyAccessLayers("hub", "json")
        .whereLayer("sync")
        .mayOnlyAccessLayers("hub", "jdk")
        .whereLayer("words")
        .mayOnlyAccessLayers("sync", "hub", "jdk")
        .whereLayer("net")
        .mayOnlyAccessLayers("words", "sync", "hub", "jdk")
        .whereLayer("testing")
        .mayOnlyAccessLayers("net", "words", "sync", "hub", "jdk")
        .whereLayer("cluster")
        .mayOnlyAccessLayers("process", "net", "words", "sync", "hub")
        .whereLayer("process")
        .mayOnlyAccessLayers("net", "words", "sync", "hub")
        .whereLayer("app")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("examples")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("stress")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("benchmarks")
        .mayNotBeAccessedByAnyLayer()
        .ensureAllClassesAreContainedInArchitecture()
        .check(HOUSE);
  }

  @Test
  void packages_anyTwo_formNoCycle() {
    slices().assignedFrom(eachPackage()).should().beFreeOfCycles().check(HOUSE);
  }

  @Test
  void jdkInternals_outsideTheDoor_areNotUsed() {
    noClasses()
        .that()
        .resideOutsideOfPackages("greenloom.jdk..", "greenloom.benchmarks..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("jdk.internal..", "sun..")
        .check(HOUSE);
  }

  @Test
  void libraryModules_anyClass_useTheJdkOnly() {
    classes()
        .that()
        .resideOutsideOfPackages(
            "greenloom.cluster..", // the one with a dependency
            "greenloom.app..",
            "greenloom.examples..",
            "greenloom.stress..",
            "greenloom.benchmarks..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "greenloom..", "java..", "javax.net..", "jdk..", "sun..", "org.jspecify..")
        .check(HOUSE);
  }

  @Test
  void names_anyClass_sayWhatItIs() {
    noClasses()
        .should()
        .haveNameMatching(".*(Impl|Utils?|Helper)")
        .orShould()
        .haveNameMatching("(.*[.$])?Abstract[^.$]*")
        .check(HOUSE);
  }

  private static SliceAssignment eachPackage() {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
        return SliceIdentifier.of(javaClass.getPackageName());
      }

      @Override
      public String getDescription() {
        return "each package";
      }
    };
  }
}
