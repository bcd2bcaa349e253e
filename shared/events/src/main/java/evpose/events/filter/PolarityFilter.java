package evpose.events.filter;

/**
 * Keeps one polarity only.
 *
 * @param polarity 1 keeps what became brighter, 0 what became darker
 * @see "dv-processing, EventPolarityFilter"
 */
public record PolarityFilter(int polarity) implements EventFilter {
  public PolarityFilter {
    if (polarity != 0 && polarity != 1) {
      throw new IllegalArgumentException("a polarity must be 0 or 1: polarity=" + polarity);
    }
  }

  @Override
  public boolean keeps(int x, int y, long micros, int polarity) {
    return polarity == this.polarity;
  }
}
