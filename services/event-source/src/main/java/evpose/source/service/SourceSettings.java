package evpose.source.service;

import evpose.events.SensorGeometry;
import evpose.recordings.ReadHints;
import evpose.recordings.ReadHints.TimeUnitOfText;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set on event-source; {@code event-source.yml} says what happens when you turn it.
 *
 * @param input a recording to play; empty simulates
 * @param motion a BVH file, or an AMC file beside its ASF skeleton, that the simulated person
 *     follows; empty for procedural movements
 * @param calibration a JSON file of the recording's calibration; empty when unknown
 * @param rig the rig's name; empty takes the feed's own
 * @param cameras simulated cameras, 1 to 16; 4 is the geometry of DHP19
 * @param seed of the simulated person, room and sensor noise
 * @param rateHz steps a second; must divide a second into whole microseconds
 * @param speed seconds of data a second; 0 publishes as fast as the broker takes it
 * @param seconds of data to publish, 0 does not end by itself
 * @param prerenderSeconds of data to simulate before the first is published; 0 simulates along
 * @param model the network of a rig that is not registered yet, a shipped one's name; empty leaves
 *     it to camera-service
 * @param policy the rig's key frame policy; empty leaves it to camera-service
 * @param inputs recordings of one rig to play side by side, in place of {@code input}
 * @param offsetsMicros added to the times of each of {@code inputs} or {@code listen}; empty for
 *     none
 * @param loop whether recordings begin anew at their end, for ever
 * @param listen addresses of live streams of DV, host:port, whose cameras become the rig
 * @param dropBeyondMb megabytes that may wait for the broker before whole steps are given up; 0
 *     waits instead
 * @param sensor size of the sensor of recordings that do not tell it, such as 640x480; empty: the
 *     format's rule
 * @param columns of recordings that are text, such as t,x,y,p; empty: detected
 * @param timeUnit what times of text count: s, ms, us or ns; empty: detected
 * @param pick names of those of the simulated cameras that there are; empty for all
 * @param frames whether the simulated cameras take grey frames as well, ten a second
 */
@ConfigurationProperties("evpose.source")
record SourceSettings(
    @DefaultValue("") String input,
    @DefaultValue("") String motion,
    @DefaultValue("") String calibration,
    @DefaultValue("") String rig,
    @DefaultValue("4") int cameras,
    @DefaultValue("1") long seed,
    @DefaultValue("100") int rateHz,
    @DefaultValue("1") double speed,
    @DefaultValue("0") double seconds,
    @DefaultValue("0") double prerenderSeconds,
    @DefaultValue("") String model,
    @DefaultValue("") String policy,
    @DefaultValue List<String> inputs,
    @DefaultValue List<Long> offsetsMicros,
    @DefaultValue("false") boolean loop,
    @DefaultValue List<String> listen,
    @DefaultValue("0") int dropBeyondMb,
    @DefaultValue("") String sensor,
    @DefaultValue("") String columns,
    @DefaultValue("") String timeUnit,
    @DefaultValue List<String> pick,
    @DefaultValue("false") boolean frames) {
  private static final double MAX_PRERENDER_SECONDS = 600;
  private static final int MAX_WAITING_MB = 1024;
  private static final Set<String> TIME_UNITS = Set.of("", "s", "ms", "us", "ns");
  private static final double LARGEST_OFFSET_MICROS = 1L << 59;

  SourceSettings {
    inputs = inputs.stream().filter(file -> !file.isEmpty()).toList();
    offsetsMicros = List.copyOf(offsetsMicros);
    listen = listen.stream().filter(address -> !address.isEmpty()).toList();
    pick = pick.stream().filter(camera -> !camera.isEmpty()).toList();
    require(
        listen.isEmpty() || (input.isEmpty() && inputs.isEmpty() && motion.isEmpty()),
        "choose live cameras or recordings or a motion, not two of them: listen=" + listen);
    require(
        input.isEmpty() || inputs.isEmpty(),
        "choose one recording or several, not both: input=" + input + ", inputs=" + inputs);
    require(
        inputs.isEmpty() || motion.isEmpty(),
        "choose recordings or a motion, not both: inputs=" + inputs + ", motion=" + motion);
    require(
        offsetsMicros.isEmpty() || offsetsMicros.size() == inputs.size() + listen.size(),
        "each recording or address needs an offset, or none: inputs="
            + (inputs.size() + listen.size())
            + ", offsets-micros="
            + offsetsMicros.size());
    require(
        offsetsMicros.stream().allMatch(o -> Math.abs((double) o) <= LARGEST_OFFSET_MICROS),
        "an offset must be within 2^59 microseconds: offsets-micros=" + offsetsMicros);
    require(
        input.isEmpty() || motion.isEmpty(),
        "choose a recording or a motion, not both: input=" + input + ", motion=" + motion);
    require(
        cameras >= 1 && cameras <= 16,
        "evpose.source.cameras must be in [1, 16]: cameras=" + cameras);
    require(
        rateHz >= 10 && rateHz <= 1000 && 1_000_000 % rateHz == 0,
        "evpose.source.rate-hz must be in [10, 1000] and divide 1000000: rate-hz=" + rateHz);
    require(
        speed >= 0 && speed <= 1000, // NaN fails too
        "evpose.source.speed must be in [0, 1000], 0 is as fast as possible: speed=" + speed);
    require(
        seconds >= 0 && seconds < 1e9,
        "evpose.source.seconds must not be negative, 0 is without end: seconds=" + seconds);
    require(
        prerenderSeconds >= 0 && prerenderSeconds <= MAX_PRERENDER_SECONDS,
        "evpose.source.prerender-seconds must be in [0, 600]: prerender-seconds="
            + prerenderSeconds);
    require(
        dropBeyondMb >= 0 && dropBeyondMb <= MAX_WAITING_MB,
        "evpose.source.drop-beyond-mb must be in [0, 1024]: drop-beyond-mb=" + dropBeyondMb);
    require(
        (input.isEmpty() && inputs.isEmpty() && listen.isEmpty()) || prerenderSeconds == 0,
        "a recording needs no rendering: input="
            + input
            + ", prerender-seconds="
            + prerenderSeconds);
    require(
        TIME_UNITS.contains(timeUnit),
        "evpose.source.time-unit must be s, ms, us or ns, or empty: time-unit=" + timeUnit);
    require(
        !frames || (input.isEmpty() && inputs.isEmpty() && listen.isEmpty()),
        "frames come from simulated cameras alone, recordings and live cameras give events:"
            + " frames=true");
    require(
        !frames || dropBeyondMb == 0,
        "with frames the feed waits for the broker, it gives up no steps: frames=true,"
            + " drop-beyond-mb="
            + dropBeyondMb);
    size(sensor); // says what is wrong with it
  }

  /** What is known of the recordings that they may not tell. */
  ReadHints hints() {
    return new ReadHints(
        size(sensor),
        columns.isEmpty() ? null : columns,
        timeUnit.isEmpty() ? null : TimeUnitOfText.valueOf(timeUnit.toUpperCase(Locale.ROOT)));
  }

  private static @Nullable SensorGeometry size(String sensor) {
    return sensor.isEmpty() ? null : SensorGeometry.parse(sensor);
  }

  /** The recordings to play; none when the simulator is. */
  List<String> recordings() {
    return input.isEmpty() ? inputs : List.of(input);
  }

  private static void require(boolean rule, String message) {
    if (!rule) {
      throw new IllegalArgumentException(message);
    }
  }

  /** Bytes that may wait for the broker. */
  long limitBytes() {
    return dropBeyondMb == 0 ? EventPublisher.WAIT : dropBeyondMb * 1_000_000L;
  }

  long stepMicros() {
    return 1_000_000 / rateHz;
  }

  /** Steps in so many seconds of data, at least one. */
  long steps(double seconds) {
    return Math.max(1, Math.round(seconds * rateHz));
  }
}
