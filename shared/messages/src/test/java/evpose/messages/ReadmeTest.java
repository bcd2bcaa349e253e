package evpose.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What the README shows is what is there, and it does what it says. */
class ReadmeTest {
  private final Map<String, Integer> newest = new HashMap<>(); // rig/step -> revision
  private final Map<String, Long> ahead = new HashMap<>(); // rig -> the newest step

  private void consume(byte[] value, Consumer<Pose3dMessage> use) throws Exception {
    Pose3dMessage pose = Json.decode(value, Pose3dMessage.class);
    String key = pose.rig() + "/" + pose.step();
    if (pose.step() < ahead.getOrDefault(pose.rig(), 0L) - 3_000) { // data time began anew
      newest.clear();
      ahead.remove(pose.rig());
    }
    ahead.merge(pose.rig(), pose.step(), Math::max);
    if (pose.revision() > newest.getOrDefault(key, -1)) { // the highest revision wins
      newest.put(key, pose.revision());
      newest.remove(pose.rig() + "/" + (pose.step() - 10_000)); // long final
      use.accept(pose);
    }
  }

  private static byte[] pose(long step, int revision) {
    Pose3dMessage p = Samples.pose3d();
    return Json.encode(
        new Pose3dMessage(
            p.rig(),
            step,
            p.stepMicros(),
            (step + 1) * p.stepMicros(),
            revision,
            revision == 2,
            p.cameras(),
            p.camerasExpected(),
            p.joints(),
            0,
            0,
            0,
            p.inputs()));
  }

  @Test
  void theHighestRevisionWins() throws Exception {
    List<String> used = new ArrayList<>();
    for (byte[] value :
        List.of(pose(1, 0), pose(2, 0), pose(1, 2), pose(1, 1), pose(2, 0), pose(2, 1))) {
      consume(value, p -> used.add(p.step() + "." + p.revision()));
    }
    assertThat(used).containsExactly("1.0", "2.0", "1.2", "2.1");
  }

  @Test
  void aRigThatBeginsAnewIsFollowed() throws Exception {
    List<String> used = new ArrayList<>();
    for (byte[] value : List.of(pose(1, 2), pose(9000, 2), pose(6001, 2), pose(1, 2), pose(1, 2))) {
      consume(value, p -> used.add(p.step() + "." + p.revision()));
    }
    assertThat(used).containsExactly("1.2", "9000.2", "6001.2", "1.2");
  }

  @Test
  void everyLineOfCodeIsInAFileThatRuns() throws IOException {
    String files =
        Files.readString(Path.of("examples/python/packet.py"))
            + Files.readString(Path.of("examples/python/publish.py"))
            + Files.readString(Path.of("examples/python/consume.py"))
            + Files.readString(Path.of("src/test/java/evpose/messages/ReadmeTest.java"));
    List<String> running = files.lines().map(String::strip).toList();
    boolean code = false;
    List<String> shown = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of("README.md"))) {
      if (line.startsWith("```")) {
        code = line.equals("```python") || line.equals("```java");
      } else if (code) {
        shown.add(line.strip());
      }
    }
    assertThat(shown).hasSizeGreaterThan(20);
    assertThat(running).containsAll(shown);
  }
}
