package evpose.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import evpose.camera.CameraRig;
import evpose.camera.Dhp19Rig;
import evpose.datasets.Take;
import evpose.datasets.TakeFile;
import evpose.events.EventPacket;
import evpose.events.PacketCutter;
import evpose.events.SensorGeometry;
import evpose.events.StepGrid;
import evpose.events.window.EventHistory;
import evpose.events.window.StepSlicer;
import evpose.hybrid.HeatmapDecoder;
import evpose.hybrid.ModelDescription;
import evpose.pose.Joints2d;
import evpose.representation.StackedHistogram;
import evpose.representation.StepHistogram;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a network is trained on is what it will be shown: same events, same numbers. */
class SamplesEqualTheStreamTest {
  private static final int STEPS = 30;
  private static final SensorGeometry SENSOR = new SensorGeometry(346, 260);

  private final CameraRig rig = Dhp19Rig.rig();
  private final Sampler sampler = new Sampler(ModelDescription.compact(), SENSOR);
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(longs = {10_000, 5_000})
  void inputsAreThoseOfTheStream(long stepMicros) throws IOException {
    ModelDescription description = ModelDescription.compact().withWindowCutInto(stepMicros);
    Sampler sampler = new Sampler(description, SENSOR);
    SampleMap plain = SampleMap.plain(sampler.map());
    int parts = (int) (10_000 / stepMicros);
    Path file = dir.resolve("a.take");
    TakeFile.record(file, 1, 1, 10_000, STEPS, rig, new StickFigure(rig, 9));
    Take take = TakeFile.open(file);
    EventHistory history =
        new EventHistory(description.annEventsOn(SENSOR), description.annMaxAgeMicros());
    List<Long> compared = new ArrayList<>();
    StepHistogram histogram = new StepHistogram(sampler.map(), description.logSnnInput());
    StepSlicer slicer =
        new StepSlicer(
            new StepGrid(stepMicros),
            step -> {
              int k = (int) step.step();
              if (k % parts == 0) { // key frames lie on the take's steps
                float[] expected = new float[sampler.annLength()];
                int count = history.snapshot(stepMicros * k);
                StackedHistogram.annInput(
                    history, count, sampler.map(), description.annBins(), true, expected);
                float[] actual = new float[sampler.annLength()];
                sampler.annInput(take, 2, k / parts, plain, actual, 0);
                assertThat(actual).as("ANN input at step %d", k).isEqualTo(expected);
              }

              float[] expectedStep = new float[sampler.stepLength()];
              histogram.tell(
                  step, (cell, polarity, value) -> expectedStep[polarity * 4096 + cell] = value);
              float[] actualStep = new float[sampler.stepLength()];
              sampler.stepInput(take, 2, k, plain, actualStep, 0);
              assertThat(actualStep).as("SNN input of step %d", k).isEqualTo(expectedStep);
              history.add(step);
              compared.add(step.step());
            });
    StickFigure again = new StickFigure(rig, 9);
    PacketCutter cutter = new PacketCutter("dhp19", "cam2", SENSOR, 0);
    for (int k = 0; k < STEPS; k++) {
      again.next();
      for (EventPacket packet : cutter.cut(again.events().get(2), 10_000L * k, 10_000L * (k + 1))) {
        slicer.accept(packet);
      }
    }
    assertThat(compared).hasSize(parts * STEPS);
  }

  @Test
  void peaksAreThoseOfTheStream() {
    SplittableRandom random = new SplittableRandom(3);
    float[] heatmaps = new float[sampler.targetLength()];
    for (int i = 0; i < heatmaps.length; i++) {
      heatmaps[i] = (float) random.nextDouble();
    }
    Joints2d decoded = new Joints2d();
    HeatmapDecoder.decode(heatmaps, sampler.map(), decoded);
    double[] peak = new double[2];
    for (int j = 0; j < Take.JOINTS; j++) {
      Peak.find(heatmaps, j * 4096, 64, peak);
      assertThat(sampler.map().sensorX(peak[0])).isCloseTo(decoded.x(j), within(1e-6));
      assertThat(sampler.map().sensorY(peak[1])).isCloseTo(decoded.y(j), within(1e-6));
    }
  }
}
