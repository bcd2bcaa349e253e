package evpose.kernels;

import java.util.Locale;

/** What an engine's weights are as numbers. */
public enum WeightForm {
  /** As trained: potentials equal the reference's to 1e-4. */
  FLOAT32,

  /**
   * Whole numbers of a unit, 13 bits, a unit for each output channel: half the bytes to stream, and
   * potentials that differ by some thousandths of a threshold. Layers that take spikes; the first
   * layer and the head stay floats.
   */
  INT16;

  /**
   * By its name in settings and options: float32 or int16.
   *
   * @throws IllegalArgumentException naming what it may be
   */
  public static WeightForm of(String name) {
    for (WeightForm form : values()) {
      if (form.key().equals(name)) {
        return form;
      }
    }
    throw new IllegalArgumentException("weights are float32 or int16: weights=" + name);
  }

  /** Of an engine, by the fingerprint that poses carry. */
  public static WeightForm ofEngine(String fingerprint) {
    return fingerprint.endsWith("/" + INT16.key()) ? INT16 : FLOAT32;
  }

  /** Its name in settings and options. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
