package evpose.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The walls of the house, as sentences. This room is the only one that sees the whole house on one
 * class path, so the test lives here.
 */
@AnalyzeClasses(packages = "evpose", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] JDK = {"java..", "javax..", "jdk..", "org.jspecify.."};

  private static String[] with(String... own) {
    String[] all = new String[JDK.length + own.length];
    System.arraycopy(JDK, 0, all, 0, JDK.length);
    System.arraycopy(own, 0, all, JDK.length, own.length);
    return all;
  }

  @ArchTest
  static final ArchRule eventsKnowNobody =
      classes()
          .that()
          .resideInAPackage("evpose.events..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("evpose.events.."));

  @ArchTest
  static final ArchRule poseKnowsNobodyAndItsPackagesPointOneWay =
      classes()
          .that()
          .resideInAPackage("evpose.pose..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("evpose.pose.."));

  @ArchTest
  static final ArchRule camerasKnowPosesAtMost =
      classes()
          .that()
          .resideInAPackage("evpose.camera")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("evpose.camera", "evpose.pose.."));

  @ArchTest
  static final ArchRule alignmentKnowsNobody =
      classes()
          .that()
          .resideInAPackage("evpose.alignment..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("evpose.alignment.."));

  @ArchTest
  static final ArchRule linearAlgebraStaysInCalibration =
      noClasses()
          .that()
          .resideOutsideOfPackage("evpose.calibration..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.ejml..");

  @ArchTest
  static final ArchRule triangulationKnowsCamerasAndJointsOnly =
      classes()
          .that()
          .resideInAPackage("evpose.triangulation")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(with("evpose.triangulation", "evpose.camera", "evpose.pose.."));

  @ArchTest
  static final ArchRule learnedTriangulationIsPlainJava =
      classes()
          .that()
          .resideInAPackage("evpose.temporal")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              with(
                  "evpose.temporal",
                  "evpose.triangulation",
                  "evpose.camera",
                  "evpose.pose..",
                  "evpose.weights",
                  "tools.jackson.."));

  @ArchTest
  static final ArchRule djlHasOneDoor =
      noClasses()
          .that()
          .resideOutsideOfPackages("evpose.hybrid.djl..", "evpose.training..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("ai.djl..");

  @ArchTest
  static final ArchRule springLivesInServicesOnly =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "evpose.source.service..",
              "evpose.camera.service..",
              "evpose.triangulation.service..",
              "evpose.metrics.service..",
              "evpose.allinone..",
              "evpose.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.springframework..");

  @ArchTest
  static final ArchRule kafkaHasItsDoors =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "evpose.messages..",
              "evpose.streaming..",
              "evpose.broker..",
              "evpose.testkit..",
              "evpose.source.service..",
              "evpose.camera.service..",
              "evpose.triangulation.service..",
              "evpose.metrics.service..",
              "evpose.allinone..",
              "evpose.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.apache.kafka..", "kafka..");

  @ArchTest
  static final ArchRule nobodyKnowsTheBenchmarks =
      noClasses()
          .that()
          .resideOutsideOfPackage("evpose.benchmarks..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("evpose.benchmarks..", "org.openjdk.jmh..");

  @ArchTest
  static final ArchRule theVectorApiStaysInTheKernels =
      noClasses()
          .that()
          .resideOutsideOfPackage("evpose.kernels..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator.vector..");

  @ArchTest
  static final ArchRule weightsOfStrangersRunNothing =
      noClasses()
          .that()
          .resideInAPackage("evpose.weights..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.lang.reflect..", "java.lang.invoke..")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.ObjectInputStream");

  @ArchTest
  static final ArchRule truthNeverMeetsInference =
      noClasses()
          .that()
          .resideInAnyPackage(
              "evpose.camera.service..",
              "evpose.triangulation.service..",
              "evpose.hybrid..",
              "evpose.kernels..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("evpose.messages.TruthMessage");

  @ArchTest
  static final ArchRule joulesLiveInEvaluationAndAreReadByMetrics =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "evpose.evaluation..",
              "evpose.metrics.service..",
              "evpose.training..",
              "evpose.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("evpose.evaluation.energy..");

  @ArchTest
  static final ArchRule sharedRoomsHaveNoMain =
      methods()
          .that()
          .haveName("main")
          .and()
          .areStatic()
          .should()
          .beDeclaredInClassesThat()
          .resideInAnyPackage(
              "evpose.source.service..",
              "evpose.camera.service..",
              "evpose.triangulation.service..",
              "evpose.metrics.service..",
              "evpose.allinone..",
              "evpose.cli..");

  @ArchTest
  static final ArchRule servicesDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("evpose.camera.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "evpose.source.service..",
              "evpose.triangulation.service..",
              "evpose.metrics.service..",
              "evpose.allinone..");

  @ArchTest
  static final ArchRule triangulationServiceKnowsNoOtherService =
      noClasses()
          .that()
          .resideInAPackage("evpose.triangulation.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "evpose.source.service..",
              "evpose.camera.service..",
              "evpose.metrics.service..",
              "evpose.allinone..");

  @ArchTest
  static final ArchRule metricsServiceKnowsNoOtherService =
      noClasses()
          .that()
          .resideInAPackage("evpose.metrics.service..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "evpose.source.service..",
              "evpose.camera.service..",
              "evpose.triangulation.service..",
              "evpose.allinone..");

  @ArchTest
  static final ArchRule sharedRoomsDoNotKnowServices =
      noClasses()
          .that()
          .resideInAnyPackage(
              "evpose.events..",
              "evpose.recordings..",
              "evpose.pose..",
              "evpose.alignment..",
              "evpose.triangulation",
              "evpose.calibration..",
              "evpose.exports..",
              "evpose.messages..",
              "evpose.streaming..",
              "evpose.simulation..",
              "evpose.hybrid..",
              "evpose.training..",
              "evpose.evaluation..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("evpose.*.service..", "evpose.allinone..", "evpose.cli..");
}
