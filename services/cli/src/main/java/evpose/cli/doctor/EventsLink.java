package evpose.cli.doctor;

import evpose.messages.Keys;
import evpose.messages.RigCamera;
import evpose.messages.RigMessage;
import evpose.messages.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** Do events come from each camera, without holes, and do the cameras' clocks agree? */
final class EventsLink {
  /** A camera that others have outlived by so much is silent. */
  static final long SILENT_MILLIS = 3_000;

  private static final int ENOUGH_PACKETS = 200;
  private static final double LEAST_SECONDS_TO_RATE = 1;
  private static final double ODD_SKEW_MILLIS = 50;
  private static final double BROKEN_SKEW_MILLIS = 1_000;
  private static final long ODD_FUTURE_MILLIS = 500;

  private final Visit visit;
  private final Chart chart;

  EventsLink(Visit visit, Chart chart) {
    this.visit = visit;
    this.chart = chart;
  }

  void look() {
    if (visit.rigs.isEmpty() || !visit.topics.containsKey(Topics.EVENTS)) {
      chart.skip("events", "not looked at: there is no rig, or no topic events");
      return;
    }
    try {
      visit.rigs.values().forEach(this::look);
    } catch (KafkaException | IllegalStateException e) {
      chart.fail(
          "events",
          "",
          "the packets cannot be read: " + Deepest.of(e),
          "grant READ on topic events: ./evpose acl");
    }
  }

  private void look(RigMessage rig) {
    Map<String, CameraTail> tails = new LinkedHashMap<>();
    for (RigCamera camera : rig.cameras()) {
      byte[] key = Keys.of(rig.rig(), camera.id());
      tails.put(
          camera.id(),
          CameraTail.of(
              visit.tail(
                  Topics.EVENTS,
                  camera.eventsPartition(),
                  records -> CameraTail.of(records, key).packets().size() >= ENOUGH_PACKETS),
              key));
    }
    visit.events.put(rig.rig(), tails);
    long newest =
        tails.values().stream()
            .filter(t -> !t.isEmpty())
            .mapToLong(CameraTail::newestMillis)
            .max()
            .orElse(-1);
    if (newest < 0) {
      chart.warn(
          "events",
          rig.rig(),
          "no camera has published a packet yet",
          "start the cameras, or play something: ./evpose replay RECORDING --rig "
              + rig.rig()
              + " --bootstrap "
              + visit.what().bootstrap());
      return;
    }
    tails.forEach((camera, tail) -> look(rig, camera, tail, newest));
    skew(rig, tails, newest);
    if (!visit.what().fromFiles()) {
      live(rig, newest);
    }
  }

  private void live(RigMessage rig, long newest) {
    long age = visit.nowMillis() - newest;
    if (age < -ODD_FUTURE_MILLIS) {
      chart.warn(
          "clock",
          rig.rig(),
          "its publisher's clock is "
              + Text.duration(-age)
              + " ahead of this machine's: latencies are off by that",
          ClockLink.CURE);
    } else if (age > SILENT_MILLIS) {
      chart.warn(
          "events",
          rig.rig(),
          "all cameras are silent since " + Text.duration(age) + ": nobody publishes",
          "start the cameras, or play something: ./evpose replay RECORDING --rig " + rig.rig());
    }
  }

  private void look(RigMessage rig, String camera, CameraTail tail, long newest) {
    String subject = rig.rig() + "/" + camera;
    if (tail.isEmpty()) {
      chart.fail(
          "events",
          subject,
          tail.unreadable() > 0
              ? tail.unreadable() + " records with its key, none of them is a packet"
              : "it has never published, other cameras of the rig have",
          cure(camera));
      return;
    }
    long silent = newest - tail.newestMillis();
    if (silent > SILENT_MILLIS) {
      chart.fail(
          "events",
          subject,
          "silent: its last packet is "
              + Text.duration(silent)
              + " older than the newest of its rig",
          cure(camera));
      return;
    }
    String rates =
        Text.say(
            "%.0f packets and %.0f thousand events a second",
            tail.packets().size() / tail.seconds(), tail.eventsPerSecond() / 1000);
    if (tail.missing() > 0 || tail.dropped() > 0) {
      chart.warn(
          "events",
          subject,
          Text.say(
              "%s, but %d of %d packets are missing and %d events were dropped at the camera",
              rates, tail.missing(), tail.packets().size() + tail.missing(), tail.dropped()),
          "look at the publisher's network and load; ./evpose verify "
              + rig.rig()
              + " names every hole");
    } else if (isOutOfPace(tail)) {
      chart.warn(
          "events",
          subject,
          Text.say(
              "%s; its data time runs at %.2f of the wall clock's pace",
              rates, tail.seconds() / tail.publishedSeconds()),
          "a replay at another speed is no fault; a live camera that lags needs a faster"
              + " publisher");
    } else {
      chart.ok("events", subject, rates + ", none missing");
    }
  }

  private static boolean isOutOfPace(CameraTail tail) {
    double pace = tail.seconds() / tail.publishedSeconds();
    return tail.publishedSeconds() >= LEAST_SECONDS_TO_RATE && !(pace > 0.8 && pace < 1.25);
  }

  private static String cure(String camera) {
    return "look at the camera's cable, power and publisher; packets of "
        + camera
        + " must carry the names of rig and camera";
  }

  /**
   * Cameras of a rig share one data time, so all publish the same moment at about the same time.
   */
  private void skew(RigMessage rig, Map<String, CameraTail> tails, long newest) {
    String first = "";
    String last = "";
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    int talking = 0;
    for (Map.Entry<String, CameraTail> entry : tails.entrySet()) {
      CameraTail tail = entry.getValue();
      if (tail.isEmpty() || newest - tail.newestMillis() > SILENT_MILLIS) {
        continue;
      }
      talking++;
      double offset = tail.offsetMillis();
      if (offset < least) {
        least = offset;
        first = entry.getKey();
      }
      if (offset > most) {
        most = offset;
        last = entry.getKey();
      }
    }
    if (talking < 2) {
      return;
    }
    String says =
        Text.say(
            "%s publishes the same moment of data time %.0f ms after %s",
            last, most - least, first);
    String cure =
        "connect the cameras' synchronisation, or say the offset in the calibration"
            + " (timeOffsetMicros); a publisher that lags looks the same";
    if (most - least >= BROKEN_SKEW_MILLIS) {
      chart.fail("clock", rig.rig(), says + ": views of different moments do not meet", cure);
    } else if (most - least >= ODD_SKEW_MILLIS) {
      chart.warn("clock", rig.rig(), says, cure);
    } else {
      chart.ok("clock", rig.rig(), Text.say("cameras agree within %.0f ms", most - least));
    }
  }
}
