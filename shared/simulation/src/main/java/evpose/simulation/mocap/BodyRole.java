package evpose.simulation.mocap;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a joint of a file is to us, and what the world calls it. Of several names the first found
 * wins: Motion Builder's and Mixamo's LeftShoulder is a collar bone, cgspeed's is the shoulder, and
 * only the first two also have a LeftArm.
 */
enum BodyRole {
  HIPS(true, "hips", "hip", "pelvis", "root"),
  CHEST(false, "chest2", "spine2", "spine1", "chest", "spine", "torso", "thorax"),
  NECK(false, "neck", "neck1", "lowerneck"),
  HEAD(true, "head"),
  SHOULDER_R(
      true, "rightarm", "rightuparm", "rightupperarm", "rightshoulder", "rshldr", "rshoulder"),
  SHOULDER_L(true, "leftarm", "leftuparm", "leftupperarm", "leftshoulder", "lshldr", "lshoulder"),
  ELBOW_R(true, "rightelbow", "rightforearm", "rightlowarm", "rightlowerarm", "rforearm", "relbow"),
  ELBOW_L(true, "leftelbow", "leftforearm", "leftlowarm", "leftlowerarm", "lforearm", "lelbow"),
  WRIST_R(true, "rightwrist", "righthand", "rhand", "rwrist"),
  WRIST_L(true, "leftwrist", "lefthand", "lhand", "lwrist"),
  HIP_R(true, "rightupleg", "rightupperleg", "rightthigh", "righthip", "rthigh", "rhip"),
  HIP_L(true, "leftupleg", "leftupperleg", "leftthigh", "lefthip", "lthigh", "lhip"),
  KNEE_R(
      true, "rightknee", "rightleg", "rightlowleg", "rightlowerleg", "rightshin", "rshin", "rknee"),
  KNEE_L(true, "leftknee", "leftleg", "leftlowleg", "leftlowerleg", "leftshin", "lshin", "lknee"),
  ANKLE_R(true, "rightankle", "rightfoot", "rfoot", "rankle"),
  ANKLE_L(true, "leftankle", "leftfoot", "lfoot", "lankle"),
  TOE_R(false, "righttoe", "righttoebase", "rtoe", "rightball"),
  TOE_L(false, "lefttoe", "lefttoebase", "ltoe", "leftball");

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
   * @throws BvhFormatException that names every joint that is missing
   */
  static int[] assign(BvhFile file) throws BvhFormatException {
    int[] joints = new int[values().length];
    List<String> missing = new ArrayList<>();
    for (BodyRole role : values()) {
      joints[role.ordinal()] = role.find(file);
      if (role.needed && joints[role.ordinal()] < 0) {
        missing.add(role.label() + " (" + String.join(", ", role.names) + ")");
      }
    }
    if (!missing.isEmpty()) {
      throw new BvhFormatException(
          file.name()
              + ": a body needs joints that this file does not name, rename them: missing="
              + String.join("; ", missing));
    }
    return joints;
  }

  private String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private int find(BvhFile file) {
    for (String name : names) {
      for (int i = 0; i < file.joints().size(); i++) {
        if (plain(file.joints().get(i).name()).equals(name)) {
          return i;
        }
      }
    }
    return -1;
  }

  /** {@code mixamorig:Left_Fore-Arm} and {@code LeftForeArm} are the same joint. */
  private static String plain(String name) {
    String tail = name.substring(name.lastIndexOf(':') + 1);
    String plain = tail.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    return plain.startsWith("mixamorig") ? plain.substring("mixamorig".length()) : plain;
  }
}
