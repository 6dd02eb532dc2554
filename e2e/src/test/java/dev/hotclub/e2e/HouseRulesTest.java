package dev.hotclub.e2e;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The rules of touch of ARCHITECTURE.md that neither Maven nor javac keeps.
final class HouseRulesTest {
  private static JavaClasses house;

  @BeforeAll
  static void readTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(
                "dev.hotclub.model",
                "dev.hotclub.codec",
                "dev.hotclub.remote",
                "dev.hotclub.sampler",
                "dev.hotclub.analysis",
                "dev.hotclub.store",
                "dev.hotclub.server",
                "dev.hotclub.cli");
    assertThat(house).isNotEmpty();
  }

  @Test
  void modelAndCodecOpenNoFilesAndKnowNoClock() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.hotclub.model..", "dev.hotclub.codec..", "dev.hotclub.analysis..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.net..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.FileInputStream")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.io.FileOutputStream")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(java.time.Instant.class, "now")
        .check(house);
  }

  @Test
  void nothingStaticChanges() {
    noFields()
        .that()
        .areStatic()
        .should()
        .notBeFinal()
        .because("the graph of objects is built in main")
        .check(house);
  }

  @Test
  void threadsAreMadeInThreePlaces() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "dev.hotclub.sampler..", "dev.hotclub.store..", "dev.hotclub.server..")
        .should()
        .callMethodWhere(startsThreads())
        .orShould()
        .callConstructor(Thread.class, Runnable.class)
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.concurrent.Executors")
        .because("whoever makes a thread must end it: one room does")
        .check(house);
  }

  @Test
  void layoutsOfCPythonStayInTheirRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.hotclub.remote.cpython..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are CPython layouts",
                (JavaClass type) ->
                    type.getPackageName().startsWith("dev.hotclub.remote.cpython")
                        && type.getSimpleName().endsWith("Layout")))
        .check(house);
  }

  private static DescribedPredicate<com.tngtech.archunit.core.domain.JavaMethodCall>
      startsThreads() {
    return DescribedPredicate.describe(
        "start threads",
        call ->
            call.getTargetOwner().isEquivalentTo(Thread.class)
                && (call.getName().startsWith("of")
                    || call.getName().equals("startVirtualThread")));
  }
}
