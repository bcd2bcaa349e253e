package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.camera.RingRig;
import evpose.events.EventBuffer;
import evpose.simulation.SimulatorSettings;
import evpose.simulation.sensor.GreySettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeTest {
  @TempDir Path directory;

  @Test
  void playsWhatWasRendered() {
    List<String> direct = describe(new ScriptedFeed("r", 2, 5, true), 100);
    try (Take take =
        Take.render(new ScriptedFeed("r", 2, 5, true), directory, 5, 1, share -> true)) {
      assertThat(describe(take, 100)).isEqualTo(direct).hasSize(5);
      assertThat(take.rig().name()).isEqualTo("r");
    }
  }

  @Test
  void aSecondRoundGoesOnInTime() {
    try (Take take =
        Take.render(new ScriptedFeed("r", 1, 50, false), directory, 3, 2, share -> true)) {
      assertThat(describe(take, 100))
          .containsExactly(
              "0 null 0,0,0,0 1,0,100,1 2,0,200,0",
              "1 null 1,0,10000,0 2,0,10100,1 3,0,10200,0",
              "2 null 2,0,20000,0 3,0,20100,1 4,0,20200,0",
              "3 null 0,0,30000,0 1,0,30100,1 2,0,30200,0",
              "4 null 1,0,40000,0 2,0,40100,1 3,0,40200,0",
              "5 null 2,0,50000,0 3,0,50100,1 4,0,50200,0");
    }
  }

  @Test
  void framesComeBackInEachRoundAtTheirTime() {
    SimulatorFeed filmed =
        new SimulatorFeed(
            SimulatorSettings.demo(RingRig.of(1), 3)
                .withGrey(GreySettings.beforeKeyFrames(20_000)));
    try (Take take = Take.render(filmed, directory, 4, 2, share -> true)) {
      List<String> frames = new ArrayList<>();
      List<byte[]> pixels = new ArrayList<>();
      EventFeed.Step step;
      while ((step = take.next()) != null) {
        EventFeed.Frame frame = step.frames().get(0);
        frames.add(frame == null ? "-" : frame.openMicros() + "-" + frame.closeMicros());
        if (frame != null) {
          pixels.add(frame.pixels().clone());
        }
      }
      assertThat(frames)
          .containsExactly(
              "-", "12000-20000", "-", "32000-40000", "-", "52000-60000", "-", "72000-80000");
      assertThat(pixels.get(2)).isEqualTo(pixels.get(0)).isNotEqualTo(pixels.get(1));
    }
  }

  @Test
  void closesTheFeedAndLeavesNoFileBehind() throws IOException {
    ScriptedFeed feed = new ScriptedFeed("r", 1, 5, false);
    Take take = Take.render(feed, directory, 5, 1, share -> true);
    assertThat(feed.closed()).isTrue();
    assertThat(files()).hasSize(1);
    take.close();
    assertThat(files()).isEmpty();
  }

  @Test
  void endsWhereItIsToldToAndTellsHowFarItIs() {
    List<Double> shares = new ArrayList<>();
    try (Take take =
        Take.render(
            new ScriptedFeed("r", 1, 100, false),
            directory,
            4,
            1,
            share -> {
              shares.add(share);
              return share < 0.5;
            })) {
      assertThat(shares).containsExactly(0.25, 0.5);
      assertThat(take.steps()).isEqualTo(2);
    }
  }

  @Test
  void anEmptyFeedMakesAnEmptyTakeThatEnds() {
    try (Take take =
        Take.render(
            new ScriptedFeed("r", 1, 0, false), directory, 4, Long.MAX_VALUE / 4, share -> true)) {
      assertThat(take.next()).isNull();
    }
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(directory)) {
      return files.toList();
    }
  }

  static List<String> describe(EventFeed feed, int atMost) {
    List<String> steps = new ArrayList<>();
    EventFeed.Step step;
    while (steps.size() < atMost && (step = feed.next()) != null) {
      StringBuilder text = new StringBuilder();
      double[] joints = step.jointsInWorldMm();
      text.append(step.step()).append(' ').append(joints == null ? "null" : joints[3]);
      for (EventBuffer camera : step.events()) {
        for (int i = 0; i < camera.size(); i++) {
          text.append(' ')
              .append(camera.x(i))
              .append(',')
              .append(camera.y(i))
              .append(',')
              .append(camera.micros(i))
              .append(',')
              .append(camera.polarity(i));
        }
      }
      steps.add(text.toString());
    }
    return steps;
  }
}
