package evpose.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import evpose.pose.Joint;
import evpose.pose.Joints3d;
import evpose.pose.Skeleton;
import evpose.pose.Verdict;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BodyMemoryTest {
  private static final long STEP_MICROS = 10_000;
  private static final int STEPS = 2000;
  private static final BodyRules FILTER = new BodyRules(false, false, false, true, 0, 1000);
  private static final BodyRules BONES = new BodyRules(false, false, true, false, 0, 1000);
  private static final BodyRules HOLD = new BodyRules(false, true, false, false, 30, 1000);
  private static final BodyRules SWAPS = new BodyRules(true, false, false, false, 0, 1000);

  private final int[] age = new int[Skeleton.JOINTS];
  private final Joints3d joints = new Joints3d();

  private static BodyMeasure run(BodyRules rules, int cameras, double white, double lasting) {
    BodyScene scene = new BodyScene(cameras, 21);
    BodyMemory memory = new BodyMemory(rules, STEP_MICROS);
    BodyMeasure measure = new BodyMeasure();
    Joints3d joints = new Joints3d();
    int[] age = new int[Skeleton.JOINTS];
    for (int s = 0; s < STEPS; s++) {
      scene.see(s, white, lasting, joints);
      memory.step(s, joints, age);
      measure.add(joints);
    }
    return measure;
  }

  /** White noise, and noise that lasts 50 ms as a network's errors do. */
  @ParameterizedTest
  @CsvSource({"4, 2, 0", "2, 2, 0", "4, 1, 3", "2, 1, 3", "4, 0.3, 4"})
  void rulesHalveJitterWithoutBeingLateOrWrong(int cameras, double whitePx, double lastingPx) {
    BodyMeasure raw = run(BodyRules.NONE, cameras, whitePx, lastingPx);
    for (BodyRules rules : new BodyRules[] {FILTER, BodyRules.ALL}) {
      BodyMeasure m = run(rules, cameras, whitePx, lastingPx);
      assertThat(m.accelerationError()).isLessThan(0.5 * raw.accelerationError());
      assertThat(m.errorMm(0)).isLessThan(raw.errorMm(0));
      assertThat(m.latenessSeconds() - raw.latenessSeconds()).isLessThanOrEqualTo(0.010);
    }
    BodyMeasure bones = run(BONES, cameras, whitePx, lastingPx);
    assertThat(bones.errorMm(0)).isLessThan(0.9 * raw.errorMm(0));
    assertThat(bones.latenessSeconds() - raw.latenessSeconds()).isCloseTo(0, within(0.002));
  }

  private void perfect(long step) {
    new BodyScene(4, 1).see(step, 0, 0, joints);
  }

  @Test
  void exchangedLegsAreExchangedBack() {
    BodyMemory memory = new BodyMemory(SWAPS, STEP_MICROS);
    for (int s = 0; s < 100; s++) {
      perfect(s);
      if (s >= 60 && s < 70) {
        for (Joint joint : new Joint[] {Joint.KNEE_R, Joint.FOOT_R}) {
          exchange(joint.ordinal(), joint.mirrored().ordinal());
        }
      }
      memory.step(s, joints, age);
      double[][] truth = BodyScene.truthMm(s * 0.01);
      for (int j = 0; j < Skeleton.JOINTS; j++) {
        assertThat(joints.yMm(j)).as("step %d, joint %d", s, j).isCloseTo(truth[j][1], within(1.0));
      }
    }
  }

  private void exchange(int a, int b) {
    double x = joints.xMm(a);
    double y = joints.yMm(a);
    double z = joints.zMm(a);
    joints.move(a, joints.xMm(b), joints.yMm(b), joints.zMm(b));
    joints.move(b, x, y, z);
  }

  @Test
  void aJumpIsNotBelievedUntilItLasts() {
    BodyMemory memory = new BodyMemory(HOLD, STEP_MICROS);
    int hand = Joint.HAND_L.ordinal();
    for (int s = 0; s < 100; s++) {
      perfect(s);
      if (s == 50 || s >= 80) {
        joints.move(hand, joints.xMm(hand) + 2500, joints.yMm(hand), joints.zMm(hand));
      }
      memory.step(s, joints, age);
      double off = Math.abs(joints.xMm(hand) - BodyScene.truthMm(s * 0.01)[hand][0]);
      boolean held = s == 50 || (s >= 80 && s < 89);
      assertThat(age[hand]).as("step %d", s).isEqualTo(s == 50 ? 1 : held ? s - 79 : 0);
      assertThat(joints.verdict(hand)).isEqualTo(held ? Verdict.HELD : Verdict.PLACED);
      if (s < 89) {
        assertThat(off).as("step %d", s).isLessThan(100);
      } else {
        assertThat(off).as("step %d", s).isCloseTo(2500, within(1.0));
      }
    }
  }

  @Test
  void aJointThatNobodySeesIsHeldAndThenMissing() {
    BodyMemory memory = new BodyMemory(HOLD, STEP_MICROS);
    int foot = Joint.FOOT_R.ordinal();
    double last = 0;
    double before = 1;
    for (int s = 0; s < 100; s++) {
      perfect(s);
      if (s >= 50) {
        joints.reject(foot, Verdict.TOO_FEW_VIEWS);
      } else {
        last = joints.yMm(foot);
      }
      memory.step(s, joints, age);
      if (s >= 50 && s < 80) {
        assertThat(joints.verdict(foot)).isEqualTo(Verdict.HELD);
        assertThat(joints.yMm(foot)).isEqualTo(last);
        assertThat(joints.confidence(foot)).isBetween(0.0, before);
        assertThat(joints.confidence(foot)).isLessThan(before);
        assertThat(joints.covarianceMm2(foot)[0]).isGreaterThan(16.0 * (s - 49) * (s - 49));
        assertThat(joints.views(foot)).isZero();
        before = joints.confidence(foot);
      } else if (s >= 80) {
        assertThat(joints.verdict(foot)).isEqualTo(Verdict.TOO_FEW_VIEWS);
        assertThat(age[foot]).isEqualTo(s - 49);
      }
    }
  }

  @Test
  void bonesAreLearnedWithoutTheNoisesLength() {
    BodyState state = new BodyState();
    BodySense sense = new BodySense(BONES);
    BodyScene scene = new BodyScene(2, 5);
    for (int s = 0; s < 1000; s++) {
      scene.see(s, 3, 0, joints);
      sense.step(state, s, 0.01, joints);
    }
    double[][] truth = BodyScene.truthMm(0);
    for (int b = 0; b < Skeleton.BONES.size(); b++) {
      double[] p = truth[Skeleton.BONES.get(b).from().ordinal()];
      double[] q = truth[Skeleton.BONES.get(b).to().ordinal()];
      double length =
          Math.sqrt(Math.pow(p[0] - q[0], 2) + Math.pow(p[1] - q[1], 2) + Math.pow(p[2] - q[2], 2));
      if (Math.abs(length - 250) < 10 || length > 400) { // limbs: their length never changes
        assertThat(state.boneMm[b]).as("%s", Skeleton.BONES.get(b)).isCloseTo(length, within(8.0));
      }
    }
  }

  /** A history in which steps come late, twice, and out of order. */
  private static List<Long> history(long seed, int steps, int lag) {
    Random random = new Random(seed);
    List<Long> history = new ArrayList<>();
    for (long s = 0; s < steps; s++) {
      history.add(s);
      if (random.nextInt(4) == 0) {
        history.add(Math.max(0, s - random.nextInt(lag)));
      }
      if (random.nextInt(10) == 0 && history.size() > 2) {
        int n = history.size();
        history.add(n - 2, history.remove(n - 1));
      }
      s += random.nextInt(20) == 0 ? 3 : 0; // nobody spoke of these
    }
    return history;
  }

  private static String said(BodyMemory memory, long step, long nth, Joints3d joints, int[] age) {
    new BodyScene(4, 31 * step + nth % 2).see(step, 2, 0, joints);
    boolean known = memory.step(step, joints, age);
    StringBuilder text = new StringBuilder(step + " " + known);
    for (int j = 0; j < Skeleton.JOINTS; j++) {
      text.append(' ').append(joints.xMm(j)).append(' ').append(joints.zMm(j)).append(age[j]);
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({"1, 100", "2, 64", "3, 30", "4, 200"})
  void whoHearsOnlyTheBoundedPastSaysTheSame(long seed, int memorySteps) {
    BodyRules rules = new BodyRules(true, true, true, true, 30, memorySteps);
    List<Long> history = history(seed, 900, 90);
    BodyMemory whole = new BodyMemory(rules, STEP_MICROS);
    List<String> undisturbed = new ArrayList<>();
    for (int i = 0; i < history.size(); i++) {
      undisturbed.add(said(whole, history.get(i), i, joints, age));
    }
    for (int restart = 200; restart < history.size(); restart += 97) {
      long reach = history.get(restart) - BodyMemory.reachSteps(rules) - 90;
      BodyMemory fresh = new BodyMemory(rules, STEP_MICROS);
      for (int i = 0; i < history.size(); i++) {
        if (history.get(i) >= reach || i >= restart) {
          String again = said(fresh, history.get(i), i, joints, age);
          if (i >= restart) {
            assertThat(again)
                .as("seed %d, restart at %d", seed, restart)
                .isEqualTo(undisturbed.get(i));
          }
        }
      }
    }
  }

  @Test
  void withoutRulesNothingChanges() {
    BodyMemory memory = new BodyMemory(BodyRules.NONE, STEP_MICROS);
    perfect(5);
    double x = joints.xMm(3);
    assertThat(memory.step(5, joints, age)).isTrue();
    assertThat(joints.xMm(3)).isEqualTo(x);
    assertThat(BodyMemory.reachSteps(BodyRules.NONE)).isZero();
    assertThat(BodyMemory.reachSteps(BodyRules.ALL)).isEqualTo(2064);
  }

  @Test
  void allocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    BodyMemory memory = new BodyMemory(BodyRules.ALL, STEP_MICROS);
    Joints3d seen = new Joints3d();
    new BodyScene(4, 1).see(0, 1, 0, seen);
    long step = 0;
    for (; step < 5000; step++) {
      joints.copyFrom(seen);
      memory.step(step, joints, age);
    }
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 5; round++) {
      long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
      for (int i = 0; i < 200; i++, step++) {
        joints.copyFrom(seen);
        memory.step(step, joints, age);
      }
      least =
          Math.min(least, threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before);
    }
    assertThat(least).isLessThan(1000);
  }

  @Test
  void refusesRulesThatAreNone() {
    assertThatThrownBy(() -> new BodyRules(true, true, true, true, -1, 10))
        .hasMessage(
            "joints are held for no negative time and something is remembered: holdSteps=-1, memorySteps=10");
  }
}
