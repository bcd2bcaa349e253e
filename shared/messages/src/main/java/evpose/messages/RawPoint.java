package evpose.messages;

/** Where a joint was as triangulated. World frame, mm, z up. */
public record RawPoint(
    @Decimals(Decimals.MM) double x,
    @Decimals(Decimals.MM) double y,
    @Decimals(Decimals.MM) double z) {
  public RawPoint {
    Checks.require(
        Double.isFinite(x) && Double.isFinite(y) && Double.isFinite(z),
        () -> "a raw place has 3 finite numbers: x=" + x + ", y=" + y + ", z=" + z);
  }
}
