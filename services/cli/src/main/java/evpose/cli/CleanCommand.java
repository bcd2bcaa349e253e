package evpose.cli;

import evpose.events.EventBuffer;
import evpose.events.filter.AntiFlicker;
import evpose.events.filter.BackgroundActivityFilter;
import evpose.events.filter.FilterChain;
import evpose.events.filter.HotPixelFilter;
import evpose.events.filter.PolarityFilter;
import evpose.events.filter.RateLimit;
import evpose.events.filter.RefractoryFilter;
import evpose.events.filter.RegionFilter;
import evpose.events.filter.RegionMask;
import evpose.recordings.EventReader;
import evpose.recordings.ReadHints;
import evpose.recordings.RecordedCamera;
import evpose.recordings.Recordings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Recordings without noise. */
@Command(
    name = "clean",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a recording without what filters remove, in this order: region, mask, hot pixels, refractory time, background"
          + " activity, flicker, polarity, rate. Says what each removed.",
      "evpose clean walk.aedat4 clean.aedat4 --hot-pixels 10000 --background 70000"
    })
final class CleanCommand implements Callable<Integer> {
  /** Filters remember something of each pixel. */
  private static final long MOST_PIXELS = 1 << 24;

  @Spec CommandSpec spec;

  @Mixin ConversionRun run = new ConversionRun();

  @Mixin ReadOptions read = new ReadOptions();

  @Option(
      names = "--hot-pixels",
      paramLabel = "N",
      description =
          "Drop pixels with N events or more in the recording (DHP19: 10000). Reads it once beforehand.")
  @Nullable Integer hotPixels;

  @Option(
      names = "--background",
      paramLabel = "MICROS",
      description =
          "Drop events that no neighbour had an event before, within this time (DHP19: 70000).")
  @Nullable Long backgroundMicros;

  @Option(
      names = "--refractory",
      paramLabel = "MICROS",
      description = "Drop events of a pixel that follow sooner than this.")
  @Nullable Long refractoryMicros;

  @Option(
      names = "--flicker",
      paramLabel = "LO-HI",
      description = "Drop events of pixels that flicker with LO to HI Hz, such as 90-130.")
  @Nullable String flicker;

  @Option(names = "--polarity", paramLabel = "P", description = "Keep ON or OFF events only.")
  @Nullable Polarity polarity;

  @Option(
      names = "--region",
      paramLabel = "X,Y,W,H",
      description = "Keep events of this rectangle only, pixels from the top left.")
  @Nullable String region;

  @Option(
      names = "--mask",
      paramLabel = "X,Y,W,H",
      description = "Drop events of this rectangle; may be given several times.")
  List<String> masks = List.of();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Keep at most N events a second of each camera, slot by slot of 10 ms.")
  @Nullable Long rate;

  /** Which changes of brightness. */
  enum Polarity {
    OFF,
    ON
  }

  @Override
  public Integer call() {
    if (hotPixels == null
        && backgroundMicros == null
        && refractoryMicros == null
        && flicker == null
        && polarity == null
        && region == null
        && masks.isEmpty()
        && rate == null) {
      throw new ParameterException(
          spec.commandLine(), "say what to remove, such as --background 70000");
    }
    ReadHints hints = read.hints();
    run.format(); // a format that nobody knows is said before the recording is read
    Map<String, HotPixelFilter> hot = hotPixels == null ? Map.of() : counted(hints, hotPixels);
    Map<String, FilterChain> chains = new LinkedHashMap<>();
    Function<RecordedCamera, FilterChain> chainOf =
        camera -> chains.computeIfAbsent(camera.id(), id -> chain(camera, hot.get(id)));
    ConversionRun.Outcome outcome = run.run(hints, chainOf::apply);
    Map<String, Object> removed = new LinkedHashMap<>();
    chains.forEach((id, chain) -> removed.put(id, chain.removed()));
    outcome.keys().put("removed", removed);
    PrintWriter out = spec.commandLine().getOut();
    run.tell(outcome, out, spec.commandLine().getErr());
    if (!run.json) {
      chains.forEach((id, chain) -> describe(out, id, chain));
    }
    return 0;
  }

  private static void describe(PrintWriter out, String id, FilterChain chain) {
    out.printf("  camera %s, removed of %,d events:", id, chain.seen());
    chain
        .removed()
        .forEach(
            (name, n) ->
                out.printf("  %s %,d (%.1f %%)", name, n, 100.0 * n / Math.max(1, chain.seen())));
    out.println();
  }

  private Map<String, HotPixelFilter> counted(ReadHints hints, int hotFrom) {
    try (EventReader reader = Recordings.open(run.in, hints)) {
      Map<String, HotPixelFilter> filters = new LinkedHashMap<>();
      List<EventBuffer> buffers = new ArrayList<>();
      for (RecordedCamera camera : reader.cameras()) {
        checkPixels(camera);
        filters.put(camera.id(), new HotPixelFilter(camera.sensor(), Math.max(1, hotFrom)));
        buffers.add(new EventBuffer());
      }
      List<HotPixelFilter> inOrder = List.copyOf(filters.values());
      while (reader.read(buffers)) {
        for (int c = 0; c < buffers.size(); c++) {
          inOrder.get(c).count(buffers.get(c));
          buffers.get(c).clear();
        }
      }
      return filters;
    } catch (IOException e) {
      throw new Failure(String.valueOf(e.getMessage()), e);
    }
  }

  private static void checkPixels(RecordedCamera camera) {
    if ((long) camera.width() * camera.height() > MOST_PIXELS) {
      throw new Failure(
          "filters work on sensors of up to 16777216 pixels, tell the size with --sensor: camera="
              + camera.id()
              + ", sensor="
              + camera.sensor());
    }
  }

  private FilterChain chain(RecordedCamera camera, @Nullable HotPixelFilter hot) {
    checkPixels(camera);
    FilterChain chain = new FilterChain();
    if (region != null) {
      int[] r = rectangle("--region", region);
      chain.add("region", new RegionFilter(r[0], r[1], r[2], r[3]));
    }
    for (String mask : masks) {
      int[] r = rectangle("--mask", mask);
      chain.add("mask", new RegionMask(r[0], r[1], r[2], r[3]));
    }
    if (hot != null) {
      chain.add("hot pixels", hot);
    }
    if (refractoryMicros != null) {
      chain.add("refractory", new RefractoryFilter(camera.sensor(), refractoryMicros));
    }
    if (backgroundMicros != null) {
      chain.add("background", new BackgroundActivityFilter(camera.sensor(), backgroundMicros));
    }
    if (flicker != null) {
      double[] band = band(flicker);
      chain.add("flicker", new AntiFlicker(camera.sensor(), band[0], band[1]));
    }
    if (polarity != null) {
      chain.add("polarity", new PolarityFilter(polarity.ordinal()));
    }
    if (rate != null) {
      chain.add("rate", new RateLimit(rate));
    }
    return chain;
  }

  /** Left, top, right and bottom, all inclusive. */
  private int[] rectangle(String option, String text) {
    if (!text.matches("[0-9]{1,5}(,[0-9]{1,5}){3}")) {
      throw new ParameterException(
          spec.commandLine(), "a rectangle must look like 10,20,300,200: " + option + "=" + text);
    }
    String[] parts = text.split(",", -1);
    int left = Integer.parseInt(parts[0]);
    int top = Integer.parseInt(parts[1]);
    return new int[] {
      left, top, left + Integer.parseInt(parts[2]) - 1, top + Integer.parseInt(parts[3]) - 1
    };
  }

  private double[] band(String text) {
    if (!text.matches("[0-9.]{1,9}-[0-9.]{1,9}")) {
      throw new ParameterException(
          spec.commandLine(), "a band must look like 90-130: --flicker=" + text);
    }
    String[] parts = text.split("-", -1);
    return new double[] {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
  }
}
