package evpose.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5ExportTest {
  @TempDir Path dir;

  @Test
  void holdsEveryEventCountedFromOneAndEveryPose() throws IOException {
    CameraRig rig = Dhp19Rig.rig();
    Path file = dir.resolve("a.take");
    TakeFile.record(file, 3, 8, 10_000, 6, rig, new StickFigure(rig, 4));
    Take take = TakeFile.open(file);
    List<Path> written = Hdf5Export.write(take, "S3_session2_mov1", dir);

    assertThat(written)
        .containsExactly(
            dir.resolve("S3_session2_mov1_events.h5"),
            dir.resolve("S3_session2_mov1_events_label.h5"));
    try (HdfFile events = new HdfFile(written.get(0))) {
      for (int camera = 0; camera < 4; camera++) {
        String group = "cam" + camera + "_events/";
        short[] x = (short[]) events.getDatasetByPath(group + "x").getData();
        short[] y = (short[]) events.getDatasetByPath(group + "y").getData();
        byte[] p = (byte[]) events.getDatasetByPath(group + "p").getData();
        long[] t = (long[]) events.getDatasetByPath(group + "t").getData();
        long[] first = (long[]) events.getDatasetByPath("cam" + camera + "_ms_to_idx").getData();
        assertThat(x).hasSize(take.offset(camera, 6));
        for (int i = 0; i < x.length; i++) {
          int event = take.event(camera, i);
          assertThat(x[i] - 1).isEqualTo(PackedEvent.x(event));
          assertThat(y[i] - 1).isEqualTo(PackedEvent.y(event));
          assertThat((int) p[i]).isEqualTo(PackedEvent.polarity(event));
          assertThat(t[i] % 10_000).isEqualTo(PackedEvent.microsInStep(event));
        }
        assertThat(t).isSorted();
        assertThat(first).hasSize(60);
        for (int ms = 0; ms < 60; ms++) {
          int index = (int) first[ms];
          assertThat(index == x.length || t[index] >= ms * 1000L).isTrue();
          assertThat(index == 0 || t[index - 1] < ms * 1000L).isTrue();
        }
      }
    }
    try (HdfFile labels = new HdfFile(written.get(1))) {
      double[][][] poses = (double[][][]) labels.getDatasetByPath("XYZ/3d_poses").getData();
      assertThat(poses[5][2][12]).isCloseTo(take.worldMm(5, 12, 2), within(1e-9));
      assertThat((long[]) labels.getDatasetByPath("XYZ/timestamps").getData())
          .containsExactly(0, 10_000, 20_000, 30_000, 40_000, 50_000);
    }
  }
}
