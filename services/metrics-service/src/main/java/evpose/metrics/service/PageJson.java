package evpose.metrics.service;

import evpose.messages.Keypoint2d;
import evpose.messages.Keypoint3d;
import evpose.messages.Pose2dMessage;
import evpose.messages.Pose3dMessage;
import evpose.metrics.service.live.Findings;
import evpose.metrics.service.live.Quantiles;
import evpose.metrics.service.live.RigFrame;
import evpose.metrics.service.live.RigNumbers;
import evpose.metrics.service.live.RigScene;
import evpose.pose.Joint;
import evpose.pose.Skeleton;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the page is sent, as compact JSON: one object for each kind of message. Numbers that are not
 * known are null; millimetres and pixels have one decimal, which is finer than a screen.
 */
final class PageJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private PageJson() {}

  /** {@code scene}: what stays from picture to picture. */
  static byte[] scene(RigScene scene, List<String> rigs, String energyTable) {
    return object(
        out -> {
          out.writeStringProperty("rig", scene.rig());
          array(out, "rigs", () -> rigs.forEach(out::writeString));
          out.writeStringProperty("energyTable", energyTable);
          array(
              out,
              "joints",
              () -> List.of(Joint.values()).forEach(joint -> out.writeString(joint.label())));
          array(out, "bones", () -> Skeleton.BONES.forEach(bone -> bone(out, bone)));
          array(out, "cameras", () -> scene.cameras().forEach(camera -> camera(out, camera)));
        });
  }

  private static void bone(JsonGenerator out, Skeleton.Bone bone) {
    out.writeStartArray();
    out.writeNumber(bone.from().ordinal());
    out.writeNumber(bone.to().ordinal());
    out.writeEndArray();
  }

  private static void camera(JsonGenerator out, RigScene.Camera camera) {
    out.writeStartObject();
    out.writeStringProperty("id", camera.id());
    out.writeNumberProperty("width", camera.width());
    out.writeNumberProperty("height", camera.height());
    double[] matrix = camera.worldToImage();
    out.writeName("worldToImage");
    if (matrix == null) {
      out.writeNull();
    } else {
      out.writeArray(matrix, 0, matrix.length);
    }
    out.writeEndObject();
  }

  /** {@code frame}: one picture. */
  static byte[] frame(RigFrame frame) {
    return object(
        out -> {
          out.writeName("endMicros");
          if (frame.endMicros() < 0) {
            out.writeNull();
          } else {
            out.writeNumber(frame.endMicros());
          }
          out.writeName("pose");
          pose(out, frame.pose());
          rounded(out, "truth", frame.truthMm());
          array(out, "cameras", () -> frame.views().forEach(view -> view(out, view)));
        });
  }

  private static void pose(JsonGenerator out, @Nullable Pose3dMessage pose) {
    if (pose == null) {
      out.writeNull();
      return;
    }
    out.writeStartObject();
    out.writeNumberProperty("step", pose.step());
    out.writeNumberProperty("revision", pose.revision());
    out.writeNumberProperty("views", pose.cameras().size());
    array(
        out,
        "xyz",
        () -> {
          for (Keypoint3d joint : pose.joints()) {
            rounded(out, joint.present() ? joint.x() : Double.NaN);
            rounded(out, joint.present() ? joint.y() : Double.NaN);
            rounded(out, joint.present() ? joint.z() : Double.NaN);
          }
        });
    array(out, "covariance", () -> pose.joints().forEach(joint -> covariance(out, joint)));
    array(out, "age", () -> pose.joints().forEach(joint -> out.writeNumber(joint.ageSteps())));
    out.writeEndObject();
  }

  /** xx, xy, xz, yy, yz, zz in whole mm²; null when not known. */
  private static void covariance(JsonGenerator out, Keypoint3d joint) {
    double[] mm2 = joint.covarianceMm2();
    if (!joint.present() || !Double.isFinite(mm2[0] + mm2[3] + mm2[5])) {
      out.writeNull();
      return;
    }
    out.writeStartArray();
    for (double value : mm2) {
      out.writeNumber(Double.isFinite(value) ? Math.round(value) : 0);
    }
    out.writeEndArray();
  }

  private static void view(JsonGenerator out, RigFrame.View view) {
    out.writeStartObject();
    out.writeStringProperty("id", view.camera());
    Pose2dMessage pose = view.pose();
    if (pose != null) {
      out.writeNumberProperty("step", pose.step());
      out.writeStringProperty("source", pose.source());
      array(out, "joints", () -> pose.joints().forEach(joint -> joint(out, joint)));
      array(
          out,
          "confidence",
          () -> pose.joints().forEach(joint -> out.writeNumber(hundredths(joint.confidence()))));
      array(out, "spread", () -> pose.joints().forEach(joint -> rounded(out, joint.spreadPx())));
    }
    rounded(out, "truth", view.truthPx());
    out.writeName("events");
    out.writeArray(view.events(), 0, view.events().length);
    out.writeEndObject();
  }

  private static void joint(JsonGenerator out, Keypoint2d joint) {
    rounded(out, joint.present() ? joint.x() : Double.NaN);
    rounded(out, joint.present() ? joint.y() : Double.NaN);
  }

  /** {@code second}: the numbers, the words, and one point for each chart. */
  static byte[] second(RigNumbers numbers, long nowMillis) {
    return object(
        out -> {
          out.writeNumberProperty("millis", nowMillis);
          health(
              out,
              numbers.health().level(),
              numbers.health().words(),
              numbers.health().stageNote());
          array(out, "findings", () -> Findings.of(numbers).forEach(f -> finding(out, f)));
          out.writeName("packets");
          out.writeStartObject();
          out.writeNumberProperty("published", numbers.packets().published());
          out.writeNumberProperty("consumed", numbers.packets().consumed());
          out.writeNumberProperty("lost", numbers.packets().lost());
          out.writeNumberProperty("deadLettered", numbers.deadLettered());
          out.writeEndObject();
          out.writeName("point");
          point(out, numbers);
        });
  }

  private static void finding(JsonGenerator out, Findings.Finding finding) {
    out.writeStartObject();
    out.writeStringProperty("level", finding.level());
    out.writeStringProperty("words", finding.words());
    out.writeEndObject();
  }

  /** {@code second} while nothing is known of the rig. */
  static byte[] waiting(String words) {
    return object(out -> health(out, "note", words, "No event packets yet."));
  }

  private static void health(JsonGenerator out, String level, String words, String stageNote) {
    out.writeStringProperty("level", level);
    out.writeStringProperty("words", words);
    out.writeStringProperty("stageNote", stageNote);
  }

  /** {@code history}: the points of the last minute, the oldest first. */
  static byte[] history(List<RigNumbers> minute) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(8192);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartArray();
      minute.forEach(numbers -> point(out, numbers));
      out.writeEndArray();
    }
    return bytes.toByteArray();
  }

  private static void point(JsonGenerator out, RigNumbers n) {
    out.writeStartObject();
    known(out, "poses2dPerSecond", n.poses2dPerSecond());
    known(out, "poses3dPerSecond", n.poses3dPerSecond());
    known(out, "latencyP50Ms", n.latencyMs("endToEnd", Quantiles::p50));
    known(out, "latencyP99Ms", n.latencyMs("endToEnd", Quantiles::p99));
    known(out, "latency2dP50Ms", n.latencyMs("pose2d", Quantiles::p50));
    known(out, "latency2dP99Ms", n.latencyMs("pose2d", Quantiles::p99));
    known(out, "mpjpe3dMm", n.mpjpe3dMm());
    known(out, "mpjpe2dPx", n.mpjpe2dPx());
    known(out, "wattsEstimated", n.wattsEstimated());
    known(out, "wattsDenseAnn", n.wattsDenseAnn());
    known(out, "paMpjpeMm", n.accuracy().paMpjpeMm());
    known(out, "pck100Mm", n.accuracy().pck3d().get(1));
    known(out, "reprojectionPx", n.truthFree().reprojectionPx());
    known(out, "boneSpread", n.truthFree().boneSpread());
    known(out, "activationSparsity", n.neuroBench().activationSparsity());
    known(out, "effectiveAcs", n.neuroBench().effectiveAcs());
    known(out, "effectiveMacs", n.neuroBench().effectiveMacs());
    out.writeEndObject();
  }

  private static byte[] object(Consumer<JsonGenerator> fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(16384);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      out.writeStartObject();
      fields.accept(out);
      out.writeEndObject();
    }
    return bytes.toByteArray();
  }

  private static void array(JsonGenerator out, String name, Runnable elements) {
    out.writeName(name);
    out.writeStartArray();
    elements.run();
    out.writeEndArray();
  }

  private static void rounded(JsonGenerator out, String name, double @Nullable [] values) {
    out.writeName(name);
    if (values == null) {
      out.writeNull();
      return;
    }
    out.writeStartArray();
    for (double value : values) {
      rounded(out, value);
    }
    out.writeEndArray();
  }

  private static void rounded(JsonGenerator out, double value) {
    if (Double.isFinite(value)) {
      out.writeNumber(Math.round(value * 10) / 10.0);
    } else {
      out.writeNull();
    }
  }

  private static double hundredths(double value) {
    return Math.round(value * 100) / 100.0;
  }

  private static void known(JsonGenerator out, String name, double value) {
    out.writeName(name);
    if (Double.isFinite(value)) {
      out.writeNumber((double) (float) value); // seven digits are plenty
    } else {
      out.writeNull();
    }
  }
}
