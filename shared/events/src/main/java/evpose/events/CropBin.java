package evpose.events;

/**
 * The integer map from a sensor to the square input of a network: cut a square, then add up bin x
 * bin pixels. Aspect is kept. A negative crop corner means padding: cells without pixels stay
 * empty.
 *
 * <pre>
 *   cell = floor((pixel - crop) / bin)        pixel = crop + bin · cell       (corner origin on both sides)
 * </pre>
 *
 * @param cropX column of the first pixel of cell 0; may be negative
 * @param cropY row of the first pixel of cell 0; may be negative
 * @param bin side of a cell in pixels
 * @param inputSize side of the network's input in cells
 */
public record CropBin(
    int sensorWidth, int sensorHeight, int cropX, int cropY, int bin, int inputSize) {
  public CropBin {
    if (bin < 1 || inputSize < 1) {
      throw new IllegalArgumentException(
          "bin and input size must be at least 1: bin=" + bin + ", inputSize=" + inputSize);
    }
  }

  /**
   * The map for a sensor: the bin that brings the sensor's height closest to the input's side,
   * centred. DHP19's 346x260 at a 256-pixel cut keeps the off-centre corner (34, 2) that the
   * published networks were trained with.
   *
   * @see "Aydin et al. 2024, supplementary code: crop of DHP19 to 256x256"
   */
  public static CropBin forSensor(int sensorWidth, int sensorHeight, int inputSize) {
    int bin = Math.max(1, Math.round((float) sensorHeight / inputSize));
    int side = bin * inputSize;
    if (sensorWidth == 346 && sensorHeight == 260 && side == 256) {
      return new CropBin(sensorWidth, sensorHeight, 34, 2, bin, inputSize);
    }
    int cropX = Math.floorDiv(sensorWidth - side, 2);
    int cropY = Math.floorDiv(sensorHeight - side, 2);
    return new CropBin(sensorWidth, sensorHeight, cropX, cropY, bin, inputSize);
  }

  /** Column of the cell that a pixel falls into, or -1 when it lies outside the cut. */
  public int cellX(int pixelX) {
    return cell(pixelX - cropX);
  }

  /** Row of the cell that a pixel falls into, or -1 when it lies outside the cut. */
  public int cellY(int pixelY) {
    return cell(pixelY - cropY);
  }

  private int cell(int offset) {
    if (offset < 0) {
      return -1;
    }
    int cell = offset / bin;
    return cell < inputSize ? cell : -1;
  }

  /** From cell coordinates (the centre of cell c is c + 0.5) to sensor pixels. */
  public double sensorX(double inputX) {
    return cropX + bin * inputX;
  }

  public double sensorY(double inputY) {
    return cropY + bin * inputY;
  }

  /**
   * From sensor pixels to cell coordinates; outside [0, inputSize) when the point lies outside the
   * cut.
   */
  public double inputX(double sensorX) {
    return (sensorX - cropX) / bin;
  }

  public double inputY(double sensorY) {
    return (sensorY - cropY) / bin;
  }
}
