package evpose.exports;

import java.io.IOException;
import java.nio.file.Path;

/** Files that a track can be written to. */
public enum TrackFormat {
  /** OpenSim's markers: metres, y up; x, y, z here are x, z, -y there. */
  TRC {
    @Override
    public void write(PoseTrack track, Path file) throws IOException {
      TrcFile.write(track, file);
    }
  },
  /** C3D, Intel floats, mm, z up. */
  C3D {
    @Override
    public void write(PoseTrack track, Path file) throws IOException {
      C3dFile.write(track, file);
    }
  },
  /** Joint rotations of an avatar, cm, y up; missing joints keep their turn. */
  BVH {
    @Override
    public void write(PoseTrack track, Path file) throws IOException {
      BvhFile.write(track, file);
    }
  },
  /**
   * A line a step: seconds, then x, y, z in mm (z up) and confidence of each joint; empty when
   * missing.
   */
  CSV {
    @Override
    public void write(PoseTrack track, Path file) throws IOException {
      TextFiles.writeCsv(track, file);
    }
  },
  /**
   * OpenPose's JSON in 3D, one object a line in place of one file a frame: mm, z up, 0 when
   * missing.
   */
  OPENPOSE {
    @Override
    public void write(PoseTrack track, Path file) throws IOException {
      TextFiles.writeOpenPose(track, file);
    }
  };

  /** Writes a track. */
  public abstract void write(PoseTrack track, Path file) throws IOException;
}
