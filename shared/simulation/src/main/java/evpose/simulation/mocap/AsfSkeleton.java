package evpose.simulation.mocap;

import java.util.List;

/**
 * An ASF file: the bones of one person, root first. Its unit of length is not kept (CMU's is 1 /
 * 0.45 inch): whoever wears the motion has lengths of their own.
 *
 * @param radians whether angles are radians, degrees otherwise
 * @param rootPlace where the root is at rest, file units
 */
record AsfSkeleton(String file, boolean radians, double[] rootPlace, List<AsfBone> bones) {

  /** The bone's index; -1 when there is none of that name. */
  int indexOf(String name) {
    for (int i = 0; i < bones.size(); i++) {
      if (bones.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
