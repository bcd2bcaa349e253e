package evpose.simulation.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class BvhKinematicsTest {
  /** Sines of right angles in double are exact to about 1e-16. */
  private static final Offset<Double> SAME = within(1e-12);

  @Test
  void readsTreeChannelsAndFrames() throws IOException {
    BvhFile file = BvhReader.read("chain.bvh", new StringReader(text("chain.bvh")));
    assertThat(file.joints())
        .extracting(BvhFile.Joint::name)
        .containsExactly("Base", "Middle Part", "Tip");
    assertThat(file.joints()).extracting(BvhFile.Joint::parent).containsExactly(-1, 0, 1);
    assertThat(file.joints()).extracting(BvhFile.Joint::firstChannel).containsExactly(0, 6, 9);
    assertThat(file.frames()).isEqualTo(1);
    assertThat(file.frameSeconds()).isEqualTo(0.01);
  }

  @Test
  void placesJointsAsWorkedOutByHand() throws IOException {
    BvhKinematics chain =
        new BvhKinematics(BvhReader.read("chain.bvh", new StringReader(text("chain.bvh"))));
    chain.pose(0);
    // offset (0, 10, 0) plus shift (1, 2, 3)
    assertPlace(chain.place(0), 1, 12, 3);
    // 90 degrees about z carry the offset (0, 2, 0) to (-2, 0, 0)
    assertPlace(chain.place(1), -1, 12, 3);
    // 90 degrees about x carry (0, 3, 0) to (0, 0, 3), which those about z leave
    assertPlace(chain.place(2), -1, 12, 6);
    chain.rest();
    assertPlace(chain.place(2), 0, 15, 0);
  }

  @Test
  void saysWhereAFileIsBroken() throws IOException {
    String chain = text("chain.bvh");
    assertBroken("", "x.bvh, line 0: the file ends too early, copy it again");
    assertBroken(
        chain.replace("HIERARCHY", "{}"),
        "x.bvh, line 1: a BVH file begins with HIERARCHY: word={}");
    assertBroken(
        chain.replace("Xposition", "Wposition"),
        "x.bvh, line 5: a channel is an X, Y or Z position or rotation: word=Wposition");
    assertBroken(
        chain.replace("OFFSET 0 2 0", "OFFSET 0 two 0"),
        "x.bvh, line 8: a number must come here: word=two");
    assertBroken(
        chain.replace("Frames: 1", "Frames: 0"),
        "x.bvh, line 22: frames must be in [1, 1000000]: frames=0");
    assertBroken(
        chain.replace("Frames: 1", "Frames: 2"),
        "x.bvh, line 24: the file ends too early, copy it again");
    assertBroken(
        chain.replace("Time: 0.01", "Time: 0"),
        "x.bvh, line 23: the frame time must be positive: seconds=0.0");
  }

  private static void assertBroken(String text, String message) {
    assertThatThrownBy(() -> BvhReader.read("x.bvh", new StringReader(text)))
        .isInstanceOf(MotionFormatException.class)
        .hasMessage(message);
  }

  private static void assertPlace(double[] place, double x, double y, double z) {
    assertThat(place[0]).isCloseTo(x, SAME);
    assertThat(place[1]).isCloseTo(y, SAME);
    assertThat(place[2]).isCloseTo(z, SAME);
  }

  static String text(String resource) throws IOException {
    try (var stream =
        Objects.requireNonNull(BvhKinematicsTest.class.getResourceAsStream(resource))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
