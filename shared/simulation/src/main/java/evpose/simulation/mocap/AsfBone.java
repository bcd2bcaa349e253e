package evpose.simulation.mocap;

import java.util.List;

/**
 * One bone of an ASF skeleton. It plays the joint at its beginning, where its parent ends.
 *
 * @param parent index, -1 for the root; parents come before their children
 * @param reach from its beginning to its end at rest, file units and axes; zero for the root
 * @param axis its own axes at rest, [3][3], in which its angles are counted
 * @param freedoms what it can do, in the order in which an AMC file writes them
 */
record AsfBone(String name, int parent, double[] reach, double[] axis, List<Freedom> freedoms) {
  /** Three shifts, three turns. */
  enum Freedom {
    TX,
    TY,
    TZ,
    RX,
    RY,
    RZ
  }
}
