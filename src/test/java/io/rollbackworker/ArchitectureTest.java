package io.rollbackworker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The packages and which may know which. */
class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.rollbackworker");

  private static final String[] PURE = {
    "io.rollbackworker.command..",
    "io.rollbackworker.evidence..",
    "io.rollbackworker.freeze..",
    "io.rollbackworker.inference..",
    "io.rollbackworker.precondition..",
    "io.rollbackworker.ledger..",
    "io.rollbackworker.outcome..",
    "io.rollbackworker.campaign..",
    "io.rollbackworker.policy..",
    "io.rollbackworker.request..",
    "io.rollbackworker.audit.."
  };

  @Test
  void shouldKeepPurePackagesPure() {
    String[] known = Arrays.copyOf(PURE, PURE.length + 4);
    known[PURE.length] = "java..";
    known[PURE.length + 1] = "com.fasterxml.jackson..";
    known[PURE.length + 2] = "com.networknt..";
    known[PURE.length + 3] = "org.jspecify..";
    classes()
        .that()
        .resideInAnyPackage(PURE)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(known)
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
        .because("time is handed in as a value; see time.Time")
        .check(CLASSES);
  }

  @Test
  void shouldUseKafkaInItsPackagesOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.rollbackworker.kafka..", "io.rollbackworker.dev.embedded..")
        .and()
        .doNotHaveFullyQualifiedName("io.rollbackworker.cli.RollbackWorkerCommand")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.kafka..", "kafka..")
        .because(
            "kafka-clients is known to one family of packages; add what you need there (the command"
                + " line may name its exceptions)")
        .check(CLASSES);
  }

  @Test
  void shouldLetOnlyTheOutermostKnowKafkasRooms() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.rollbackworker.kafka..",
            "io.rollbackworker.worker..",
            "io.rollbackworker.cli..",
            "io.rollbackworker.dev..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.rollbackworker.kafka..")
        .because("its types are public for its own rooms; others own interfaces that it implements")
        .check(CLASSES);
  }

  @Test
  void shouldPrintThroughTheTerminalAlone() {
    noClasses()
        .that()
        .resideInAPackage("io.rollbackworker.cli..")
        .and()
        .doNotHaveSimpleName("Terminal")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("whatever requesters and clouds wrote is made printable there")
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
        .resideInAnyPackage(
            "io.rollbackworker.rollback..", "io.rollbackworker.disk..", "io.rollbackworker.time..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.rollbackworker.lane..",
            "io.rollbackworker.kafka..",
            "io.rollbackworker.cloud..",
            "io.rollbackworker.telemetry..",
            "io.rollbackworker.config..",
            "io.micrometer..",
            "io.opentelemetry..")
        .because("rollback owns the interfaces; lane, kafka and cloud implement them")
        .check(CLASSES);
  }

  @Test
  void shouldLetNoCloudKnowTheProcedure() {
    noClasses()
        .that()
        .resideInAPackage("io.rollbackworker.cloud..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.rollbackworker.rollback..",
            "io.rollbackworker.lane..",
            "io.rollbackworker.kafka..",
            "io.rollbackworker.telemetry..")
        .because("a cloud implements what disk asks for, and tells others through CloudEvents")
        .check(CLASSES);
  }

  @Test
  void shouldNotKnowWhichCloudItIs() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.rollbackworker.worker", "io.rollbackworker.cloud..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.rollbackworker.cloud.Dialect")
        .because(
            "what differs between clouds is data of cloud.Dialect; others see states, not statuses")
        .check(CLASSES);
  }

  @Test
  void shouldLetALaneAskNobody() {
    noClasses()
        .that()
        .resideInAPackage("io.rollbackworker.lane..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "io.rollbackworker.kafka..",
            "io.rollbackworker.cloud..",
            "io.rollbackworker.telemetry..")
        .because("a lane writes through Journal and tells what happens through LaneEvents")
        .check(CLASSES);
  }

  @Test
  void shouldKeepDevelopmentOutOfProduction() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.rollbackworker.dev..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.rollbackworker.dev..")
        .because("dev is a jar of its own: no fault injector is in what production runs")
        .check(CLASSES);
  }

  @Test
  void shouldLetNobodyButMainLiveInTheRoot() {
    classes()
        .that()
        .resideInAPackage("io.rollbackworker")
        .should()
        .haveSimpleName("Main")
        .orShould()
        .haveSimpleName("package-info")
        .because("what lives in the root is in no room; worker puts the parts together")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCyclesBetweenPackages() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            slices("packages", type -> SliceIdentifier.of(type.getPackageName().substring(3))))
        .should()
        .beFreeOfCycles()
        .because("the packages, the root among them, can be read in one direction")
        .check(CLASSES);
  }

  @Test
  void shouldHaveNoCyclesBetweenClasses() {
    SlicesRuleDefinition.slices()
        .assignedFrom(
            slices("classes", type -> SliceIdentifier.of(sealedFamily(topLevel(type)).getName())))
        .should()
        .beFreeOfCycles()
        .because(
            "two classes that need each other are one, or miss a third; a sealed family is one")
        .check(CLASSES);
  }

  @Test
  void shouldLookAsThePictureOfThePackagesSays() {
    classes()
        .should(
            PlantUmlArchCondition.adhereToPlantUmlDiagram(
                Path.of("src/site/resources/packages.puml"),
                PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInAnyPackage(
                    "io.rollbackworker..")))
        .because("a picture that lies is worse than none; see src/site/markdown/developing.md")
        .check(CLASSES);
  }

  @Test
  void shouldReadTheClockInOnePlace() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.rollbackworker.rollback..",
            "io.rollbackworker.disk..",
            "io.rollbackworker.lane..",
            "io.rollbackworker.kafka..",
            "io.rollbackworker.cloud..")
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("time comes from time.Time, so that tests can own it")
        .check(CLASSES);
  }

  /**
   * A lane's, the poll's and the process's own threads are platform threads, made where they run.
   */
  @Test
  void shouldWaitForkAndDrawLotsThroughPorts() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.rollbackworker.rollback..",
            "io.rollbackworker.lane..",
            "io.rollbackworker.kafka.fleet..")
        .should()
        .callMethod(Thread.class, "sleep", Duration.class)
        .orShould()
        .callMethod(Thread.class, "sleep", long.class)
        .orShould()
        .callMethod(Object.class, "wait", long.class)
        .orShould()
        .callMethod(Object.class, "wait")
        .orShould()
        .callMethod(Thread.class, "ofVirtual")
        .orShould()
        .callMethod(Thread.class, "startVirtualThread", Runnable.class)
        .orShould()
        .callMethod(UUID.class, "randomUUID")
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(LockSupport.class, Random.class, Executors.class)
        .because("a test steps what waits, forks and draws lots: time.Time, time.Fork, Context")
        .check(CLASSES);
  }

  private interface Assignment {
    SliceIdentifier of(JavaClass type);
  }

  private static SliceAssignment slices(String what, Assignment assignment) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass type) {
        return type.getPackageName().startsWith("io.rollbackworker")
            ? assignment.of(type)
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return what;
      }
    };
  }

  private static Class<?> topLevel(JavaClass type) {
    Class<?> found = type.reflect();
    while (found.getEnclosingClass() != null) {
      found = found.getEnclosingClass();
    }
    return found;
  }

  /** The interface that permits a top-level class, where there is one. */
  private static Class<?> sealedFamily(Class<?> type) {
    return Arrays.stream(type.getInterfaces())
        .filter(Class::isSealed)
        .findFirst()
        .<Class<?>>map(ArchitectureTest::sealedFamily)
        .orElse(type);
  }
}
