package evpose.camera.service;

import evpose.events.EventPacket;
import evpose.events.FrameSource;
import evpose.events.window.ShedPolicy;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The cameras of one task: finds each packet's pipeline, and refuses packets that belong to none.
 * Not thread-safe.
 */
final class TaskCameras {
  /** Why a packet cannot be answered. */
  record Refusal(String reason, String message) {}

  private final Function<String, Optional<RigMessage>> rigs;
  private final RigRuns runs;
  private final CameraPipeline.PoseSink sink;
  private final BiFunction<String, RigCamera, FrameSource> frames;
  private final Map<String, Map<String, CameraPipeline>> pipelines = new HashMap<>();

  /**
   * Without frames.
   *
   * @param rigs by name, as registered now
   * @param runs which network answers which steps of a rig
   */
  TaskCameras(
      Function<String, Optional<RigMessage>> rigs, RigRuns runs, CameraPipeline.PoseSink sink) {
    this(rigs, runs, (rig, camera) -> FrameSource.NONE, sink);
  }

  /**
   * @param rigs by name, as registered now
   * @param runs which network answers which steps of a rig
   * @param frames of one of a rig's cameras
   */
  TaskCameras(
      Function<String, Optional<RigMessage>> rigs,
      RigRuns runs,
      BiFunction<String, RigCamera, FrameSource> frames,
      CameraPipeline.PoseSink sink) {
    this.frames = frames;
    this.rigs = rigs;
    this.runs = runs;
    this.sink = sink;
  }

  /** Why the packet cannot be answered, or null when it can. */
  @Nullable Refusal refusal(EventPacket packet) {
    Optional<RigMessage> rig = rigs.apply(packet.rig());
    if (rig.isEmpty()) {
      return new Refusal(
          "unknown-camera",
          "the rig is not registered, register it first (evpose rig add): rig=" + packet.rig());
    }
    int camera = indexOf(rig.get(), packet.camera());
    if (camera < 0) {
      return new Refusal(
          "unknown-camera",
          "the rig has no such camera, register it first (evpose rig add): rig="
              + packet.rig()
              + ", camera="
              + packet.camera());
    }
    RigCamera self = rig.get().cameras().get(camera);
    if (self.width() != packet.width() || self.height() != packet.height()) {
      return new Refusal(
          "geometry-mismatch",
          "the packet's sensor is not the one that the rig registered: rig="
              + packet.rig()
              + ", camera="
              + packet.camera()
              + ", packet="
              + packet.geometry()
              + ", registered="
              + self.width()
              + "x"
              + self.height());
    }
    return runs.refusal(rig.get(), packet);
  }

  /**
   * Whether the packet's rig was registered anew, so that what is held here no longer holds. A
   * record that plans no more than a switch to come is followed without further ado.
   */
  boolean outdated(EventPacket packet) {
    Map<String, CameraPipeline> ofRig = pipelines.get(packet.rig());
    CameraPipeline pipeline = ofRig == null ? null : ofRig.get(packet.camera());
    RigMessage now = rigs.apply(packet.rig()).orElse(null);
    if (pipeline == null || pipeline.rig().equals(now)) {
      return false;
    }
    if (now == null) {
      return true;
    }
    long reachSteps = (runs.reachMicros(now) + now.stepMicros() - 1) / now.stepMicros();
    int camera = indexOf(now, packet.camera());
    return !pipeline.follow(now, runs.ofCamera(now, camera), reachSteps);
  }

  /** The pipeline of a packet that is not refused. */
  CameraPipeline pipeline(EventPacket packet) {
    return pipelines
        .computeIfAbsent(packet.rig(), r -> new HashMap<>())
        .computeIfAbsent(packet.camera(), c -> open(packet));
  }

  private CameraPipeline open(EventPacket packet) {
    RigMessage rig = rigs.apply(packet.rig()).orElseThrow();
    int camera = indexOf(rig, packet.camera());
    FrameSource its = frames.apply(rig.rig(), rig.cameras().get(camera));
    return new CameraPipeline(rig, camera, runs.ofCamera(rig, camera), its, sink);
  }

  /**
   * Forgets all states and rebuilds them from the partition's last packets, saying nothing.
   *
   * @param past oldest first
   * @param shed steps that were given up, by rig/camera
   */
  void rebuild(List<EventPacket> past, Map<String, List<ShedPolicy.Steps>> shed) {
    pipelines.clear();
    Map<String, Integer> firstSeen = BoundedPast.firstSeen(past, this::reachMicros);
    for (int i = 0; i < past.size(); i++) {
      EventPacket packet = past.get(i);
      if (refusal(packet) == null) {
        boolean fresh = !isOpen(packet);
        CameraPipeline pipeline = pipeline(packet);
        if (fresh) {
          shed.getOrDefault(packet.rig() + "/" + packet.camera(), List.of())
              .forEach(pipeline::shed);
        }
        if (i < firstSeen.getOrDefault(packet.rig() + "/" + packet.camera(), 0)) {
          pipeline.slice(packet);
        } else {
          pipeline.rebuild(packet);
        }
      }
    }
  }

  private boolean isOpen(EventPacket packet) {
    return pipelines.getOrDefault(packet.rig(), Map.of()).containsKey(packet.camera());
  }

  /** How far back in data time a camera's state reaches, microseconds; 0 for an unknown rig. */
  long reachMicros(String rig) {
    return rigs.apply(rig).map(runs::reachMicros).orElse(0L);
  }

  private static int indexOf(RigMessage rig, String camera) {
    for (int c = 0; c < rig.cameras().size(); c++) {
      if (rig.cameras().get(c).id().equals(camera)) {
        return c;
      }
    }
    return -1;
  }
}
