package evpose.source.service;

import evpose.camera.CameraRig;
import evpose.recordings.RecordedCamera;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cameras that are seen now, over connections of DV or datagrams; ends when it is closed. */
final class LiveFeed implements EventFeed {
  private static final Logger log = LoggerFactory.getLogger(LiveFeed.class);
  private static final int PIECES_WAITING = 256;
  private static final long POLL_MILLIS = 2;

  private final BlockingQueue<LiveInput.Piece> came = new ArrayBlockingQueue<>(PIECES_WAITING);
  private final List<LiveInput> inputs = new ArrayList<>();
  private final LiveSteps steps;
  private final Rig rig;
  private volatile boolean closed;

  /**
   * Connects to all of them.
   *
   * @param addresses see {@link LiveAddress}
   * @param name the rig's; empty is {@code live}
   * @param offsetsMicros of each address, added to the times of its cameras; empty for none
   * @param calibration of exactly these cameras, in any order; null when unknown
   * @throws SourceException when one does not answer; one line
   */
  LiveFeed(
      List<String> addresses,
      List<Long> offsetsMicros,
      String name,
      long stepMicros,
      @Nullable CameraRig calibration) {
    List<RecordedCamera> cameras = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    boolean done = false;
    try {
      for (int a = 0; a < addresses.size(); a++) {
        LiveInput input = open(LiveAddress.of(addresses.get(a)), cameras.size());
        inputs.add(input);
        for (RecordedCamera camera : input.cameras()) {
          cameras.add(camera);
          offsets.add(offsetsMicros.isEmpty() ? 0 : offsetsMicros.get(a));
        }
      }
      done = true;
    } finally {
      if (!done) {
        close();
      }
    }
    steps = new LiveSteps(stepMicros, offsets.stream().mapToLong(o -> o).toArray());
    String origin = "live from " + String.join(", ", addresses);
    String rigName = name.isEmpty() ? "live" : name;
    List<Camera> named = named(cameras);
    CameraRig geometry =
        calibration == null ? null : RecordingFeed.fitted(calibration, rigName, named);
    rig = new Rig(rigName, named, stepMicros, geometry, origin);
    inputs.forEach(LiveInput::start);
  }

  private LiveInput open(LiveAddress address, int camera) {
    if (address instanceof LiveAddress.Datagrams datagrams) {
      return new DatagramInput(datagrams, camera, came);
    }
    return new LiveConnection((LiveAddress.Dv) address, camera, came);
  }

  /** Cameras of different senders may have the same name. */
  private static List<Camera> named(List<RecordedCamera> cameras) {
    List<Camera> named = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (RecordedCamera camera : cameras) {
      String id = camera.id();
      for (int n = 2; !taken.add(id); n++) {
        id = RecordedCamera.idFrom(n + "." + camera.id());
      }
      named.add(new Camera(id, camera.sensor()));
    }
    return named;
  }

  @Override
  public Rig rig() {
    return rig;
  }

  @Override
  public @Nullable Step next() {
    while (!closed && !Thread.currentThread().isInterrupted()) {
      if (inputs.stream().noneMatch(LiveInput::connected)) {
        steps.nobodyThere(nowMicros());
      }
      if (came.isEmpty() && steps.isOver(nowMicros())) {
        return steps.close();
      }
      try {
        LiveInput.Piece piece = came.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
        if (piece != null) {
          steps.add(piece.camera(), piece.events(), nowMicros());
        }
        if (steps.isOver(nowMicros())) {
          return steps.close();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // the loop ends
      }
    }
    return null;
  }

  /** Where the first input that takes datagrams listens. */
  int datagramPort() {
    return inputs.stream()
        .filter(DatagramInput.class::isInstance)
        .mapToInt(input -> ((DatagramInput) input).port())
        .findFirst()
        .orElseThrow();
  }

  /** What went wrong so far, in words. */
  List<String> troubles() {
    return inputs.stream().map(LiveInput::troubles).filter(t -> !t.isEmpty()).toList();
  }

  private static long nowMicros() {
    return System.nanoTime() / 1000;
  }

  @Override
  public void cancel() {
    closed = true;
  }

  @Override
  public void close() {
    closed = true;
    inputs.forEach(LiveInput::close);
    troubles().forEach(trouble -> log.warn("live: {}", trouble));
    if (steps != null && steps.lateEvents() > 0) {
      log.warn("live: events that came too late for their step, left out={}", steps.lateEvents());
    }
  }
}
