package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import us.hebi.matlab.mat.format.Mat5;
import us.hebi.matlab.mat.types.Array;
import us.hebi.matlab.mat.types.Cell;
import us.hebi.matlab.mat.types.MatFile;
import us.hebi.matlab.mat.types.Matrix;
import us.hebi.matlab.mat.types.Struct;

/** 3x4 matrices in a MATLAB file (version 5): variables, members of structs, elements of cells. */
final class MatlabMatrices implements CalibrationFormat {
  @Override
  public String name() {
    return "matlab";
  }

  @Override
  public String about() {
    return "MATLAB .mat (version 5): every 3x4 matrix in it is a camera, as dhp19";
  }

  @Override
  public boolean recognises(Path file) {
    return Files.isRegularFile(file) && FileText.endsWith(file, ".mat");
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    Map<String, double[]> matrices = new LinkedHashMap<>();
    try (MatFile mat = Mat5.readFromFile(file.toFile())) {
      for (MatFile.Entry entry : mat.getEntries()) {
        collect(entry.getName(), entry.getValue(), matrices);
      }
    } catch (RuntimeException e) { // mfl's word for a broken file
      throw new IOException(file + ": no MATLAB file of version 5: " + e.getMessage(), e);
    }
    if (matrices.isEmpty()) {
      throw new IOException(file + ": a 3x4 matrix is a camera, there is none");
    }
    return Matrices.read(matrices, how, "MATLAB matrices");
  }

  private static void collect(String name, Array value, Map<String, double[]> into) {
    if (value instanceof Struct struct) {
      for (String field : struct.getFieldNames()) {
        for (int i = 0; i < struct.getNumElements(); i++) {
          String inner = struct.getNumElements() == 1 ? field : field + (i + 1);
          collect(inner, struct.get(field, i), into);
        }
      }
    } else if (value instanceof Cell cell) {
      for (int i = 0; i < cell.getNumElements(); i++) {
        collect(name + (i + 1), cell.get(i), into);
      }
    } else if (value instanceof Matrix m && m.getNumRows() == 3 && m.getNumCols() == 4) {
      double[] p = new double[12];
      for (int i = 0; i < 12; i++) {
        p[i] = m.getDouble(i / 4, i % 4);
      }
      into.put(name, p);
    }
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    MatFile mat = Mat5.newMatFile();
    for (CalibratedCamera camera : calibration.cameras()) {
      double[] p = Matrices.write(camera, how, name());
      Matrix matrix = Mat5.newMatrix(3, 4);
      for (int i = 0; i < 12; i++) {
        matrix.setDouble(i / 4, i % 4, p[i]);
      }
      String id = camera.id().replaceAll("[^A-Za-z0-9_]", "_");
      mat.addArray(Character.isLetter(id.charAt(0)) ? id : "P" + id, matrix);
    }
    Mat5.writeToFile(mat, file.toFile());
  }
}
