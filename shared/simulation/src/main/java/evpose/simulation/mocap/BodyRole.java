package evpose.simulation.mocap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a joint of a file is to us, and what the world calls it: Motion Builder and Mixamo, cgspeed,
 * CMU's own ASF bones, Blender's Rigify, Unreal, 3ds Max's Biped, SMPL. Of several names the first
 * found wins: Motion Builder's and Mixamo's LeftShoulder is a collar bone, cgspeed's is the
 * shoulder, and only the first two also have a LeftArm. A bone that is named stands for the joint
 * at its beginning.
 */
enum BodyRole {
  HIPS(true, "hips", "hip", "pelvis", "root", "spine"),
  CHEST(
      false,
      "chest2",
      "spine003",
      "spine03",
      "spine3",
      "spine2",
      "spine1",
      "chest",
      "spine",
      "torso",
      "thorax"),
  NECK(false, "neck", "neck1", "neck01", "lowerneck", "spine004"),
  HEAD(true, "head", "spine006"),
  SHOULDER_R(
      true,
      "rightarm",
      "rightuparm",
      "rightupperarm",
      "upperarmr",
      "rupperarm",
      "rhumerus",
      "rightshoulder",
      "rshldr",
      "rshoulder"),
  SHOULDER_L(
      true,
      "leftarm",
      "leftuparm",
      "leftupperarm",
      "upperarml",
      "lupperarm",
      "lhumerus",
      "leftshoulder",
      "lshldr",
      "lshoulder"),
  ELBOW_R(
      true,
      "rightelbow",
      "rightforearm",
      "rightlowarm",
      "rightlowerarm",
      "forearmr",
      "lowerarmr",
      "rforearm",
      "rradius",
      "relbow"),
  ELBOW_L(
      true,
      "leftelbow",
      "leftforearm",
      "leftlowarm",
      "leftlowerarm",
      "forearml",
      "lowerarml",
      "lforearm",
      "lradius",
      "lelbow"),
  WRIST_R(true, "rightwrist", "rwrist", "righthand", "handr", "rhand"),
  WRIST_L(true, "leftwrist", "lwrist", "lefthand", "handl", "lhand"),
  HIP_R(
      true,
      "rightupleg",
      "rightupperleg",
      "rightthigh",
      "righthip",
      "thighr",
      "upperlegr",
      "rthigh",
      "rfemur",
      "rhip"),
  HIP_L(
      true,
      "leftupleg",
      "leftupperleg",
      "leftthigh",
      "lefthip",
      "thighl",
      "upperlegl",
      "lthigh",
      "lfemur",
      "lhip"),
  KNEE_R(
      true,
      "rightknee",
      "rightleg",
      "rightlowleg",
      "rightlowerleg",
      "rightshin",
      "shinr",
      "calfr",
      "lowerlegr",
      "rshin",
      "rcalf",
      "rtibia",
      "rknee"),
  KNEE_L(
      true,
      "leftknee",
      "leftleg",
      "leftlowleg",
      "leftlowerleg",
      "leftshin",
      "shinl",
      "calfl",
      "lowerlegl",
      "lshin",
      "lcalf",
      "ltibia",
      "lknee"),
  ANKLE_R(true, "rightankle", "rankle", "rightfoot", "footr", "rfoot"),
  ANKLE_L(true, "leftankle", "lankle", "leftfoot", "footl", "lfoot"),
  TOE_R(false, "righttoe", "righttoebase", "toer", "ballr", "rtoe", "rtoe0", "rtoes", "rightball"),
  TOE_L(false, "lefttoe", "lefttoebase", "toel", "balll", "ltoe", "ltoe0", "ltoes", "leftball");

  /** Names a message lists at most. */
  private static final int MOST_NAMES = 80;

  private final boolean needed;
  private final List<String> names;

  BodyRole(boolean needed, String... names) {
    this.needed = needed;
    this.names = List.of(names);
  }

  /**
   * Which joint of the file plays which role.
   *
   * @return joint index by role's ordinal; -1 where the file has none and can do without
   * @throws MotionFormatException that names every joint that is missing
   */
  static int[] assign(CapturedSkeleton skeleton) throws MotionFormatException {
    int[] joints = new int[values().length];
    List<String> missing = new ArrayList<>();
    for (BodyRole role : values()) {
      joints[role.ordinal()] = role.find(skeleton.jointNames());
      if (role.needed && joints[role.ordinal()] < 0) {
        missing.add(role.label() + " (" + String.join(", ", role.names) + ")");
      }
    }
    if (!missing.isEmpty()) {
      throw new MotionFormatException(
          skeleton.name()
              + ": a body needs joints that this file does not name, rename them: missing="
              + String.join("; ", missing)
              + "; found="
              + found(skeleton.jointNames()));
    }
    return joints;
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String found(List<String> names) {
    String some = String.join(", ", names.subList(0, Math.min(MOST_NAMES, names.size())));
    return names.size() > MOST_NAMES ? some + ", ..." : some;
  }

  private int find(List<String> joints) {
    for (String name : names) {
      for (int i = 0; i < joints.size(); i++) {
        if (plain(joints.get(i)).equals(name)) {
          return i;
        }
      }
    }
    return -1;
  }

  /**
   * {@code mixamorig:Left_Fore-Arm} and {@code LeftForeArm} are the same joint, {@code
   * DEF-upper_arm.L} and {@code upperarm_l} too.
   */
  private static String plain(String name) {
    String tail = name.substring(name.lastIndexOf(':') + 1);
    String plain = tail.toLowerCase(Locale.ROOT).replaceAll("^(def|org)-", "");
    return plain.replaceAll("[^a-z0-9]", "").replaceAll("^(mixamorig[0-9]*|bip0*1)(?=.)", "");
  }
}
