package evpose.messages;

import java.nio.charset.StandardCharsets;

/** Record keys, UTF-8: {@code rig/camera} on {@code events}, {@code rig} everywhere else. */
public final class Keys {
  private Keys() {}

  /** Key of one camera's packets. */
  public static byte[] of(String rig, String camera) {
    return (rig + "/" + camera).getBytes(StandardCharsets.UTF_8);
  }

  /** Key of everything that belongs to a whole rig. */
  public static byte[] of(String rig) {
    return rig.getBytes(StandardCharsets.UTF_8);
  }
}
