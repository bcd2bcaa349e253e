package evpose.training;

import evpose.baseline.Baseline;
import evpose.datasets.PackedEvent;
import evpose.datasets.Take;
import evpose.events.CropBin;
import evpose.representation.ConstantCountFrame;
import evpose.representation.ToreVolume;
import java.util.Arrays;

/**
 * Cuts what a baseline looks at out of takes: at step k what came before the step's begin, through
 * the same map from pixels to cells as our networks. Not thread-safe.
 *
 * <p>Both look back without a bound of time, and a take begins with no past: a frame then has fewer
 * events than it should, and a cell without an event counts as five seconds old. So nobody is
 * trained or measured before {@link #FIRST_MICROS} of a take, where evaluation's first window
 * begins.
 */
public abstract sealed class BaselineInput {
  /** From here on a take is looked at. */
  static final long FIRST_MICROS = 200_000;

  private final CropBin map;

  private BaselineInput(CropBin map) {
    this.map = map;
  }

  /**
   * What a baseline looks at.
   *
   * @param sampler of our network, whose map and count of events it shares
   */
  public static BaselineInput of(Baseline baseline, Sampler sampler) {
    return switch (baseline) {
      case CALABRESE -> new Frame(sampler.map(), sampler.annEvents());
      case BALDWIN -> new Volume(sampler.map());
    };
  }

  final int cells() {
    return map.inputSize() * map.inputSize();
  }

  final long pixels() {
    return (long) cells() * map.bin() * map.bin();
  }

  /** Numbers of one input. */
  public abstract int length();

  /**
   * Fills one input.
   *
   * @param step of the take, at whose begin it is looked at
   * @param out [..][channels][N][N], {@link #length} numbers from {@code at} on overwritten
   */
  public abstract void fill(Take take, int camera, int step, SampleMap by, float[] out, int at);

  /**
   * A frame of constant count: of the newest events of all cameras together, so many for each on
   * average, those of this camera, polarity ignored.
   *
   * @see "Calabrese et al. 2019, DHP19; model-spec 2.8"
   */
  private static final class Frame extends BaselineInput {
    private final int eventsACamera;
    private final int[] counts;

    Frame(CropBin map, int eventsACamera) {
      super(map);
      this.eventsACamera = eventsACamera;
      counts = new int[cells()];
    }

    @Override
    public int length() {
      return cells();
    }

    @Override
    public void fill(Take take, int camera, int step, SampleMap by, float[] out, int at) {
      Arrays.fill(counts, 0);
      int end = take.offset(camera, step);
      int first = NewestEvents.first(take, camera, step, (long) take.cameras() * eventsACamera);
      for (int i = first; i < end; i++) {
        int event = take.event(camera, i);
        int cell = by.cell(PackedEvent.x(event), PackedEvent.y(event));
        if (cell >= 0 && !by.disturbance().loses(i)) {
          counts[cell]++;
        }
      }
      if (first < end) {
        long begin = NewestEvents.micros(take, camera, step, first);
        double seconds = (step * (long) take.header().stepMicros() - begin) * 1e-6;
        by.disturbance()
            .addTo(begin, seconds, pixels(), cells(), (cell, polarity, share) -> counts[cell]++);
      }
      double deviation = ConstantCountFrame.deviation(counts);
      for (int i = 0; i < counts.length; i++) {
        out[at + i] = ConstantCountFrame.level(counts[i], deviation);
      }
    }
  }

  /**
   * A volume of the newest events of each cell.
   *
   * @see "Baldwin et al. 2022; model-spec 2.9"
   */
  private static final class Volume extends BaselineInput {
    private final ToreVolume volume;

    Volume(CropBin map) {
      super(map);
      volume = new ToreVolume(cells());
    }

    @Override
    public int length() {
      return 2 * ToreVolume.DEPTH * cells();
    }

    @Override
    public void fill(Take take, int camera, int step, SampleMap by, float[] out, int at) {
      volume.clear();
      long stepMicros = take.header().stepMicros();
      int from = (int) Math.max(0, step - ToreVolume.OLDEST_MICROS / stepMicros);
      for (int s = from; s < step; s++) {
        int end = take.offset(camera, s + 1);
        for (int i = take.offset(camera, s); i < end; i++) {
          int event = take.event(camera, i);
          int cell = by.cell(PackedEvent.x(event), PackedEvent.y(event));
          if (cell >= 0 && !by.disturbance().loses(i)) {
            long micros = s * stepMicros + PackedEvent.microsInStep(event);
            volume.add(cell, PackedEvent.polarity(event), micros);
          }
        }
        long begin = s * stepMicros;
        by.disturbance()
            .addTo(
                begin,
                stepMicros * 1e-6,
                pixels(),
                cells(),
                (cell, polarity, share) ->
                    volume.add(cell, polarity, begin + (long) (share * stepMicros)));
      }
      volume.write(step * stepMicros, out, at);
    }
  }
}
