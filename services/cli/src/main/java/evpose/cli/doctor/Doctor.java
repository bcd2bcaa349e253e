package evpose.cli.doctor;

import java.util.Optional;

/**
 * Walks down the chain.
 *
 * <pre>
 *   java -> native -> model -> disk -> ports        this machine
 *   broker -> access -> topics -> rights -> clock   Kafka
 *   rigs -> calibration -> events -> poses-2d -> poses-3d -> dead-letters
 * </pre>
 */
public final class Doctor {
  private static final String[] BEHIND_THE_BROKER = {
    "topics",
    "rights",
    "clock",
    "rigs",
    "calibration",
    "events",
    "poses-2d",
    "poses-3d",
    "dead-letters"
  };

  private Doctor() {}

  /** Looks at everything that can be reached. */
  public static Diagnosis examine(Examination what) {
    Chart chart = new Chart();
    JavaLink.look(chart);
    Optional<String> model = ModelLink.look(what.model(), chart);
    DiskLink.look(what.dataDir(), what.leastFreeBytes(), chart);
    PortsLink.look(what, chart);
    try (Visit visit = BrokerLink.look(what, chart)) {
      if (visit == null) {
        for (String link : BEHIND_THE_BROKER) {
          chart.skip(link, "not looked at: the broker cannot be asked");
        }
      } else {
        behindTheBroker(visit, model, chart);
      }
    }
    return new Diagnosis(chart.checks());
  }

  private static void behindTheBroker(Visit visit, Optional<String> model, Chart chart) {
    TopicsLink.look(visit, chart);
    RightsLink.look(visit, chart);
    ClockLink.look(visit, chart);
    RigsLink.look(visit, chart);
    CalibrationLink.look(visit, chart);
    new EventsLink(visit, chart).look();
    new PosesLink(visit, model, chart).look();
    LettersLink.look(visit, chart);
  }
}
