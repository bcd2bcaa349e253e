package evpose.exports;

import java.util.ArrayList;
import java.util.List;

/**
 * A pose in the Virtual Motion Capture protocol: the turns of a humanoid's bones for whoever wears
 * an avatar. Unity's frame: metres, x right, y up, z forward, left-handed; at rest a T that faces
 * +z. It is the mirror image of {@link Avatar}'s frame in x.
 *
 * <pre>
 *   /VMC/Ext/OK         i 1                                      /VMC/Ext/T   f seconds of data time
 *   /VMC/Ext/Root/Pos   s root, f 0 0 0, f 0 0 0 1               the hips carry the place in the room
 *   /VMC/Ext/Bone/Pos   s bone, f x y z, f qx qy qz qw           both seen from the parent
 * </pre>
 *
 * Bone lengths follow what is seen, slowly. Missing joints keep their turn.
 *
 * @see <a href="https://protocol.vmc.info/specification">the protocol</a>
 */
public final class VmcPose implements DatagramOutlet {
  private static final double MM_PER_METRE = 1000;
  private static final double LENGTH_SHARE = 0.02;

  /** Undivided on every network. */
  private static final int MOST_BYTES = 1200;

  private static final int BUNDLE_BYTES = 16;

  private final Avatar avatar = new Avatar();

  @Override
  public List<byte[]> datagrams(LivePose live) {
    double[][] joints = live.joints();
    for (AvatarBone bone : AvatarBone.values()) {
      double seen = bone.lengthMm(joints);
      double known = avatar.lengthMm(bone);
      if (Double.isFinite(seen)) {
        avatar.setLength(
            bone, Double.isFinite(known) ? known + LENGTH_SHARE * (seen - known) : seen);
      }
    }
    avatar.take(joints);
    List<byte[]> messages = new ArrayList<>();
    messages.add(Osc.message("/VMC/Ext/OK", 1));
    messages.add(Osc.message("/VMC/Ext/T", (float) (live.atMicros() / 1e6)));
    messages.add(Osc.message("/VMC/Ext/Root/Pos", "root", 0f, 0f, 0f, 0f, 0f, 0f, 1f));
    for (AvatarBone bone : AvatarBone.values()) {
      messages.add(bone(bone));
    }
    return bundles(messages);
  }

  private byte[] bone(AvatarBone bone) {
    double[] at = bone == AvatarBone.HIPS ? avatar.placeMm(AvatarBone.HIPS) : avatar.offsetMm(bone);
    double[] q = Turns.quaternion(avatar.turnInParent(bone));
    return Osc.message(
        "/VMC/Ext/Bone/Pos",
        bone.unityName(),
        (float) (-at[0] / MM_PER_METRE),
        (float) (at[1] / MM_PER_METRE),
        (float) (at[2] / MM_PER_METRE),
        (float) q[0],
        (float) -q[1],
        (float) -q[2],
        (float) q[3]);
  }

  private static List<byte[]> bundles(List<byte[]> messages) {
    List<byte[]> bundles = new ArrayList<>();
    List<byte[]> together = new ArrayList<>();
    int bytes = BUNDLE_BYTES;
    for (byte[] message : messages) {
      if (bytes + 4 + message.length > MOST_BYTES) {
        bundles.add(Osc.bundle(together));
        together.clear();
        bytes = BUNDLE_BYTES;
      }
      together.add(message);
      bytes += 4 + message.length;
    }
    bundles.add(Osc.bundle(together));
    return bundles;
  }
}
