package evpose.metrics.service;

import evpose.messages.LayerWork;
import evpose.metrics.service.live.RigNumbers.CameraNumbers;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.HashSet;
import java.util.Set;
import java.util.function.ToLongFunction;

/** What is measured of one camera; see {@link RigMeters} for the list. */
final class CameraMeters {
  private final Readings<CameraNumbers> readings;
  private final Set<String> words = new HashSet<>(); // sources and reasons that have a meter

  CameraMeters(MeterRegistry meters) {
    this.readings = new Readings<>(meters);
  }

  void update(String rig, CameraNumbers camera) {
    String key = rig + '/' + camera.camera();
    Tags tags = Tags.of("rig", rig, "camera", camera.camera());
    if (readings.update(key, camera)) {
      packets(key, tags);
      lags(key, tags);
      views(key, tags);
      operations(key, tags);
    }
    for (String source : camera.sources().keySet()) {
      if (words.add(key + " source " + source)) {
        readings.counter(
            key,
            "evpose.camera.poses",
            "2D poses by what produced them",
            tags.and("source", source),
            c -> c.sources().getOrDefault(source, 0L));
      }
    }
    for (String reason : camera.shed().keySet()) {
      if (words.add(key + " shed " + reason)) {
        readings.counter(
            key,
            "evpose.shed.steps",
            "steps given up so that the stream keeps up",
            tags.and("reason", reason),
            c -> c.shed().getOrDefault(reason, 0L));
      }
    }
  }

  private void packets(String key, Tags tags) {
    String packets = "event packets";
    counter(
        key,
        "evpose.packets",
        packets,
        tags.and("state", "published"),
        c -> c.packets().published());
    counter(
        key, "evpose.packets", packets, tags.and("state", "consumed"), c -> c.packets().consumed());
    counter(key, "evpose.packets", packets, tags.and("state", "lost"), c -> c.packets().lost());
    counter(
        key,
        "evpose.packets",
        packets,
        tags.and("state", "dead_lettered"),
        CameraNumbers::setAside);
    counter(
        key,
        "evpose.packet.gaps",
        "times that the sequence of packets leapt",
        tags,
        CameraNumbers::gaps);
    counter(key, "evpose.events", "events in all packets", tags, CameraNumbers::events);
    counter(
        key,
        "evpose.events.dropped",
        "events that the source says it dropped",
        tags,
        CameraNumbers::dropped);
  }

  private void lags(String key, Tags tags) {
    readings.gauge(
        key,
        "evpose.lag.packets",
        "",
        "packets published and not yet answered",
        tags,
        c -> c.packets().inFlight());
    readings.gauge(
        key,
        "evpose.lag",
        "seconds",
        "data time from the newest 2D pose to the newest packet",
        tags,
        CameraNumbers::lagSeconds);
    readings.gauge(
        key,
        "evpose.camera.silence",
        "seconds",
        "wall time since the newest packet",
        tags,
        CameraNumbers::silentSeconds);
  }

  private void views(String key, Tags tags) {
    readings.gauge(
        key,
        "evpose.mpjpe",
        "pixels",
        "mean joint error in the image over the last 10 s of data",
        tags,
        CameraNumbers::mpjpe2dPx);
    readings.gauge(
        key,
        "evpose.view.residual",
        "pixels",
        "mean distance of the camera's joints from the body seen through it, last 10 s of data",
        tags,
        c -> c.view().residualPx());
    readings.gauge(
        key,
        "evpose.epipolar.residual",
        "pixels",
        "mean distance of the camera's joints from the epipolar lines of its neighbours', last 10 s"
            + " of data",
        tags,
        c -> c.view().epipolarPx());
    readings.gauge(
        key,
        "evpose.clock.skew",
        "seconds",
        "ESTIMATED from joints that move, never applied: how far the camera's clock runs behind the"
            + " mean of all",
        tags,
        c -> c.view().skewSeconds());
    readings.gauge(
        key,
        "evpose.camera.turned",
        "degrees",
        "how far the camera was found to have been turned since it was calibrated; 0 when it was"
            + " not moved, not a number with fewer than three cameras",
        tags,
        CameraNumbers::turnedDegrees);
  }

  private void operations(String key, Tags tags) {
    String all = "operations that the poses say they took";
    counter(key, "evpose.operations", all, tags.and("kind", "mac"), CameraNumbers::macs);
    counter(key, "evpose.operations", all, tags.and("kind", "ac"), CameraNumbers::acs);
    counter(
        key,
        "evpose.operations",
        all,
        tags.and("kind", "neuron_update"),
        CameraNumbers::neuronUpdates);
    part(key, tags, "ann", "mac", LayerWork::annMacs);
    part(key, tags, "state_init", "mac", LayerWork::stateInitMacs);
    part(key, tags, "snn_head", "mac", LayerWork::headMacs);
    part(key, tags, "snn_input", "ac", LayerWork::inputAcs);
    part(key, tags, "snn", "ac", LayerWork::spikeAcs);
    counter(
        key,
        "evpose.spikes",
        "spikes that the network's neurons fired",
        tags,
        c -> c.work().spikes());
  }

  private void part(String key, Tags tags, String part, String kind, ToLongFunction<LayerWork> of) {
    counter(
        key,
        "evpose.part.operations",
        "operations of one part of the network",
        tags.and("part", part, "kind", kind),
        c -> of.applyAsLong(c.work()));
  }

  private void counter(
      String key, String name, String help, Tags tags, ToLongFunction<CameraNumbers> value) {
    readings.counter(key, name, help, tags, value::applyAsLong);
  }
}
