package evpose.simulation.mocap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.StringReader;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AsfKinematicsTest {
  /** Sines of right angles in double are exact to about 1e-16. */
  private static final Offset<Double> SAME = within(1e-12);

  private static final String CHAIN =
      """
      :units
        length 0.45
        angle deg
      :root
        order TX TY TZ RX RY RZ
        axis XYZ
        position 0 10 0
        orientation 0 0 0
      :bonedata
        begin
          name lower
          direction 0 1 0
          length 2
          axis 0 0 90 XYZ
          dof rx rz
          limits (-90 90)
                 (-90 90)
        end
        begin
          name upper
          direction 0 1 0
          length 3
          axis 90 0 0 XYZ
          dof ry
        end
        begin
          name tip
          direction 0 1 0
          length 1
          axis 0 0 0 XYZ
        end
      :hierarchy
        begin
          root lower
          lower upper
          upper tip
        end
      """;

  private static final String MOTION =
      """
      :FULLY-SPECIFIED
      :DEGREES
      1
      root 1 2 3 0 0 0
      lower 0 0
      upper 0
      2
      root 0 0 0 0 0 0
      lower 90 90
      upper 0
      3
      root 0 0 0 0 90 0
      lower 0 0
      upper 90
      """;

  @Test
  void placesBonesAsWorkedOutByHand() throws IOException {
    AsfKinematics chain = chain(CHAIN, MOTION);
    assertThat(chain.jointNames()).containsExactly("root", "lower", "upper", "tip");
    assertThat(chain.frames()).isEqualTo(3);
    chain.pose(0);
    assertPlace(chain.place(0), 1, 12, 3);
    assertPlace(chain.place(1), 1, 12, 3);
    assertPlace(chain.place(2), 1, 14, 3);
    assertPlace(chain.place(3), 1, 17, 3);
    chain.pose(1);
    // the axes of "lower" are turned by 90 degrees about z: its x is the file's y, which turns
    // nothing that lies along y; then its z, which is the file's, carries (0, 2, 0) to (-2, 0, 0)
    assertPlace(chain.place(2), -2, 10, 0);
    assertPlace(chain.place(3), -5, 10, 0);
    chain.pose(2);
    // the y of "upper" is the file's z: 90 degrees carry (0, 3, 0) to (-3, 0, 0), and those of the
    // root about y carry that to (0, 0, 3)
    assertPlace(chain.place(2), 0, 12, 0);
    assertPlace(chain.place(3), 0, 12, 3);
    chain.rest();
    assertPlace(chain.place(3), 0, 15, 0);
  }

  @Test
  void turnsInTheOrderInWhichFreedomsAreWritten() throws IOException {
    String skeleton = CHAIN.replace("axis 0 0 90 XYZ", "axis 0 0 0 XYZ");
    AsfKinematics chain = chain(skeleton, MOTION);
    chain.pose(1);
    // x first: (0, 2, 0) to (0, 0, 2), which z leaves
    assertPlace(chain.place(2), 0, 10, 2);
    chain = chain(skeleton.replace("dof rx rz", "dof rz rx"), MOTION);
    chain.pose(1);
    // z first: (0, 2, 0) to (-2, 0, 0), which x leaves
    assertPlace(chain.place(2), -2, 10, 0);
  }

  @Test
  void countsInRadiansWhenTheSkeletonDoes() throws IOException {
    String skeleton = CHAIN.replace("angle deg", "angle rad").replace("0 0 90 XYZ", "0 0 0 XYZ");
    String motion = MOTION.replace(":DEGREES", ":RADIANS").replace("90", "1.5707963267948966");
    AsfKinematics chain = chain(skeleton.replace("90 0 0 XYZ", "0 0 0 XYZ"), motion);
    chain.pose(1);
    assertPlace(chain.place(2), 0, 10, 2);
    assertThatThrownBy(() -> chain(CHAIN, motion))
        .hasMessage("x.amc, line 14: skeleton and motion must count angles alike: radians=true");
  }

  @Test
  void saysWhereASkeletonIsBroken() {
    assertBroken(
        CHAIN.replace("length 2", "length two"),
        "x.asf, line 13: a number must come here: word=two");
    assertBroken(
        CHAIN.replace("dof ry", "dof ry l"),
        "x.asf, line 24: a freedom is one of tx, ty, tz, rx, ry, rz: word=l");
    assertBroken(
        CHAIN.replace("90 0 0 XYZ", "90 0 0 XAZ"),
        "x.asf, line 23: an order of axes is like XYZ: order=XAZ");
    assertBroken(
        CHAIN.replace("upper tip", "upper top"),
        "x.asf, line 37: :hierarchy names a bone that :bonedata does not have: bone=top");
    assertBroken(
        CHAIN.replace("upper tip", "upper lower"),
        "x.asf, line 37: :hierarchy must be a tree, a bone hangs twice: bone=lower");
    assertBroken(
        CHAIN.replace("upper tip", ""),
        "x.asf, line 37: every bone must hang on another in :hierarchy: bones=3, hanging=2");
    assertBroken("", "x.asf, line 0: an ASF file has the sections :root, :bonedata and :hierarchy");
  }

  @Test
  void saysWhereAMotionIsBroken() {
    assertBrokenMotion(
        MOTION.replace("upper 90", "thumb 90"),
        "x.amc, line 14: x.asf has no such bone, take this motion's own skeleton: bone=thumb");
    assertBrokenMotion(
        MOTION.replace("lower 90 90", "lower 90"),
        "x.amc, line 9: a bone has as many values as freedoms in x.asf: bone=lower, values=1,"
            + " freedoms=2");
    assertBrokenMotion(
        MOTION.replace("upper 90\n", ""),
        "x.amc, line 13: every bone must be in every frame: frame=3, missing bone=upper");
    assertBrokenMotion(
        MOTION.replace("upper 90", "upper ninety"),
        "x.amc, line 14: a number must come here: word=ninety");
    assertBrokenMotion(
        "root 0 0 0 0 0 0",
        "x.amc, line 1: a frame's number must come before its bones: bone=root");
    assertBrokenMotion(
        ":DEGREES", "x.amc, line 1: an AMC file has frames, each after its number: frames=0");
  }

  private static void assertBroken(String text, String message) {
    assertThatThrownBy(() -> skeleton(text))
        .isInstanceOf(MotionFormatException.class)
        .hasMessage(message);
  }

  private static void assertBrokenMotion(String text, String message) {
    assertThatThrownBy(() -> chain(CHAIN, text))
        .isInstanceOf(MotionFormatException.class)
        .hasMessage(message);
  }

  private static AsfSkeleton skeleton(String text) throws IOException {
    return AsfReader.read("x.asf", new StringReader(text));
  }

  private static AsfKinematics chain(String skeleton, String motion) throws IOException {
    return AmcReader.read(skeleton(skeleton), "x.amc", new StringReader(motion));
  }

  private static void assertPlace(double[] place, double x, double y, double z) {
    assertThat(place[0]).isCloseTo(x, SAME);
    assertThat(place[1]).isCloseTo(y, SAME);
    assertThat(place[2]).isCloseTo(z, SAME);
  }
}
