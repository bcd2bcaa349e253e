package evpose.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import evpose.pose.Joint;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sinks;
import us.hebi.matlab.mat.types.Struct;

class Dhp19ImportTest {
  private static final int LABELS = 5;

  @TempDir Path dir;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream out = new DataOutputStream(bytes);

  /** An event at a column from the left and a row from above, as jAER writes it. */
  private void event(int camera, int x, int y, long micros) throws IOException {
    out.writeInt((259 - y) << 22 | (345 - x) << 12 | 1 << 11 | camera);
    out.writeInt((int) micros);
  }

  private Path recording() throws IOException {
    return Files.write(dir.resolve("mov1.aedat"), bytes.toByteArray());
  }

  private Path labels(int labels, String without) throws IOException {
    Struct struct = Mat5.newStruct();
    for (Joint joint : Joint.values()) {
      if (!joint.label().equals(without)) {
        Matrix matrix = Mat5.newMatrix(labels, 3);
        for (int i = 0; i < labels; i++) {
          matrix.setDouble(i, 0, joint == Joint.HEAD && i == 2 ? Double.NaN : joint.ordinal());
          matrix.setDouble(i, 1, 10 * i);
          matrix.setDouble(i, 2, 1000);
        }
        struct.set(joint.label(), matrix);
      }
    }
    Path file = dir.resolve("S1_1_1.mat");
    try (var sink = Sinks.newStreamingFile(file.toFile())) {
      Mat5.newWriter(sink).writeMat(Mat5.newMatFile().addArray("XYZPOS", struct));
    }
    return file;
  }

  @Test
  void cutsFiltersAndKeepsTheTruth() throws IOException {
    out.write("#!AER-DAT2.0\r\n".getBytes(StandardCharsets.ISO_8859_1));
    event(0, 50, 50, 1_000_000); // before the start
    out.writeInt(1 << 10);
    out.writeInt(2_000_000); // Vicon starts; nearer the recording's begin
    event(0, 50, 50, 2_000_001); // alone: background
    event(0, 51, 51, 2_005_000); // supported
    event(2, 100, 130, 2_006_000); // inside the lamp
    event(2, 101, 130, 2_006_500); // supported, but inside the lamp
    event(3, 10, 10, 2_012_000);
    event(3, 10, 11, 2_013_000); // supported
    for (int i = 0; i < 10_000; i++) {
      event(1, 200, 100, 2_020_000 + i); // a hot pixel
    }
    event(1, 201, 100, 2_031_000); // supported by a hot pixel only
    event(0, 50, 50, 2_050_000); // after the last label
    event(0, 50, 50, 9_000_000);
    Path file = dir.resolve("S1_session1_mov1.take");
    Dhp19Import.Result result =
        new Dhp19Import(recording(), labels(LABELS, "")).write(file, TakeId.of(1, 0));

    assertThat(result.steps()).isEqualTo(LABELS);
    assertThat(result.hotPixels()).isEqualTo(1);
    assertThat(result.eventsInSpan()).isEqualTo(10_007);
    assertThat(result.eventsKept()).isEqualTo(2);
    Take take = TakeFile.open(file);
    assertThat(take.steps()).isEqualTo(LABELS);
    assertThat(take.offset(0, 1)).as("in the first step").isEqualTo(1);
    assertThat(PackedEvent.x(take.event(0, 0))).isEqualTo(51);
    assertThat(PackedEvent.y(take.event(0, 0))).isEqualTo(51);
    assertThat(PackedEvent.microsInStep(take.event(0, 0))).isEqualTo(5000);
    assertThat(take.offset(3, 1)).isZero();
    assertThat(take.offset(3, 2)).isEqualTo(1);
    assertThat(take.offset(1, LABELS) + take.offset(2, LABELS)).isZero();
    assertThat((double) take.worldMm(4, 12, 1)).isCloseTo(40, within(1e-6));
    assertThat(take.worldMm(2, 0, 0)).isNaN();
    assertThat(take.x(0, 2, 0)).isNaN();
  }

  @Test
  void labelsThatLackAJointAreRefusedByName() throws IOException {
    out.write("#!AER-DAT2.0\r\n".getBytes(StandardCharsets.ISO_8859_1));
    event(3, 10, 10, 5);
    Dhp19Import lacking = new Dhp19Import(recording(), labels(LABELS, "kneeL"));
    assertThatThrownBy(() -> lacking.write(dir.resolve("a.take"), TakeId.of(1, 0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("joint=kneeL");
    Files.write(dir.resolve("S1_1_1.mat"), new byte[200]);
    assertThatThrownBy(() -> lacking.write(dir.resolve("a.take"), TakeId.of(1, 0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("S1_1_1.mat");
  }
}
