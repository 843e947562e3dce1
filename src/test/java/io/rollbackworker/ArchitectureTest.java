package io.rollbackworker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The packages and which may know which. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.rollbackworker");

  private static final String[] PURE = {
    "io.rollbackworker.command..",
    "io.rollbackworker.precondition..",
    "io.rollbackworker.ledger..",
    "io.rollbackworker.outcome..",
    "io.rollbackworker.audit.."
  };

  @Test
  void shouldKeepPurePackagesPure() {
    classes()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "io.rollbackworker.command..",
            "io.rollbackworker.precondition..",
            "io.rollbackworker.ledger..",
            "io.rollbackworker.outcome..",
            "io.rollbackworker.audit..",
            "java..",
            "com.fasterxml.jackson..",
            "com.networknt..",
            "org.jspecify..")
        .because(
            "decisions must be testable by giving values; hand what you need in as a value, from"
                + " rollback or lane")
        .check(CLASSES);
  }

  @Test
  void shouldKeepClocksOutOfPurePackages() {
    noClasses()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, Thread.class)
        .because("time is handed in as a value; see rollback.Time")
        .check(CLASSES);
  }

  @Test
  void shouldUseKafkaInItsPackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.rollbackworker.kafka..", "io.rollbackworker.embedded..")
        .and()
        .doNotHaveFullyQualifiedName("io.rollbackworker.cli.RollbackWorkerCommand")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "kafka..")
        .because(
            "kafka-clients is known to one package; add what you need there (the command line may"
                + " name its exceptions)")
        .check(CLASSES);
  }

  @Test
  void shouldUseOkHttpInTheCloudPackageOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.rollbackworker.cloud..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("okhttp3..", "okio..", "io.github.resilience4j..")
        .because("the procedure asks DiskApi; how that is done is known to one package")
        .check(CLASSES);
  }

  @Test
  void shouldLetTheProcedureKnowNoImplementation() {
    noClasses()
        .that()
        .resideInAPackage("io.rollbackworker.rollback..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.rollbackworker.lane..",
            "io.rollbackworker.kafka..",
            "io.rollbackworker.cloud..",
            "io.rollbackworker.telemetry..",
            "io.rollbackworker.config..")
        .because("rollback owns the interfaces; lane, kafka and cloud implement them")
        .check(CLASSES);
  }

  @Test
  void shouldNotKnowWhichCloudItIs() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.rollbackworker", "io.rollbackworker.cloud..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.rollbackworker.cloud.Dialect")
        .because(
            "what differs between clouds is data of cloud.Dialect; others see states, not statuses")
        .check(CLASSES);
  }

  @Test
  void shouldNotMixLaneAndCloud() {
    noClasses()
        .that()
        .resideInAPackage("io.rollbackworker.lane..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.rollbackworker.kafka..", "io.rollbackworker.cloud..")
        .because("a lane writes through Journal and asks nobody")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    SlicesRuleDefinition.slices()
        .matching("io.rollbackworker.(*)..")
        .should()
        .beFreeOfCycles()
        .because("the packages can be read in one direction")
        .check(CLASSES);
  }

  @Test
  void shouldReadTheClockInOnePlace() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.rollbackworker.rollback..",
            "io.rollbackworker.lane..",
            "io.rollbackworker.kafka..",
            "io.rollbackworker.cloud..")
        .and()
        .doNotHaveFullyQualifiedName("io.rollbackworker.rollback.Time$1")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("time comes from rollback.Time, so that tests can own it")
        .check(CLASSES);
  }
}
