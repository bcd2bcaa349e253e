package evpose.cli.chaos;

import evpose.cli.audit.AuditReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of one seed.
 *
 * @param acts what was done, each with the second in which it was
 * @param offered packets published, of each camera in the rig's order; repetitions do not count
 * @param recoveries from each SIGKILL of a camera-service
 * @param drainSeconds wall time from the last packet to the last answer
 * @param footprints of each life of a process that was long enough to tell
 * @param audit of the log
 * @param failure why there is no proof; null when there is one
 */
public record ChaosResult(
    long seed,
    List<String> acts,
    List<Long> offered,
    List<Recovery> recoveries,
    double drainSeconds,
    List<Footprint> footprints,
    @Nullable AuditReport audit,
    @Nullable String failure) {

  /** Whether nothing was lost and nothing was wrong. */
  public boolean proven() {
    return failure == null;
  }
}
