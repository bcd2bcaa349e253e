package evpose.datasets;

import evpose.pose.Joint;
import java.io.IOException;
import java.nio.file.Path;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Sources;
import us.hebi.matlab.mat.types.Struct;

/**
 * The truth of a DHP19 recording: a MATLAB file whose struct {@code XYZPOS} has a matrix
 * [labels][3] in mm for each joint ({@code head}, {@code shoulderR}, ...), 100 labels a second.
 *
 * @param jointsInWorldMm [labels][13 x 3]; NaN where Vicon lost a marker
 */
record ViconLabels(double[][] jointsInWorldMm) {
  private static final String STRUCT = "XYZPOS";

  /**
   * Reads a file.
   *
   * @throws IOException naming the file and the matrix that is missing or of another size
   */
  static ViconLabels read(Path file) throws IOException {
    Struct struct;
    try (var source = Sources.openFile(file.toFile())) {
      struct = Mat5.newReader(source).readMat().getStruct(STRUCT);
    } catch (IOException | RuntimeException e) {
      throw new IOException(
          "labels are a MATLAB struct " + STRUCT + ": file=" + file + ", cause=" + e, e);
    }
    double[][] joints = null;
    for (Joint joint : Joint.values()) {
      Matrix matrix = matrix(file, struct, joint);
      if (joints == null) {
        joints = new double[matrix.getNumRows()][3 * Take.JOINTS];
      }
      if (matrix.getNumCols() != 3 || matrix.getNumRows() != joints.length) {
        throw new IOException(
            "labels are [labels][3] for each joint: file="
                + file
                + ", joint="
                + joint.label()
                + ", rows="
                + matrix.getNumRows()
                + ", columns="
                + matrix.getNumCols());
      }
      for (int i = 0; i < joints.length; i++) {
        for (int axis = 0; axis < 3; axis++) {
          joints[i][3 * joint.ordinal() + axis] = matrix.getDouble(i, axis);
        }
      }
    }
    if (joints == null || joints.length == 0) {
      throw new IOException("the labels are empty: file=" + file);
    }
    return new ViconLabels(joints);
  }

  private static Matrix matrix(Path file, Struct struct, Joint joint) throws IOException {
    if (!struct.getFieldNames().contains(joint.label())) {
      throw new IOException(
          "labels lack a joint: file="
              + file
              + ", joint="
              + joint.label()
              + ", there="
              + struct.getFieldNames());
    }
    try {
      return struct.getMatrix(joint.label());
    } catch (ClassCastException e) {
      throw new IOException("labels are matrices: file=" + file + ", joint=" + joint.label(), e);
    }
  }

  int count() {
    return jointsInWorldMm.length;
  }
}
