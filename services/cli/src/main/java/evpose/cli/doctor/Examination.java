package evpose.cli.doctor;

import evpose.streaming.Rights;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * What is to be looked at.
 *
 * @param bootstrap where Kafka is
 * @param fromFiles whether that Kafka was started from its files for this examination only: nobody
 *     publishes, so silence is no fault
 * @param dataDir where a house keeps, or would keep, its data; null for the system's folder for
 *     temporary files
 * @param pagePort where the page is, or would be
 * @param brokerPort where a house's own broker would be; 0 when another is used
 * @param model that camera-service runs
 * @param service whose rights are asked for; null for any
 * @param patience how long one question to the broker may take
 * @param leastFreeBytes less room on the disk is a fault
 * @param clock of this machine
 */
public record Examination(
    String bootstrap,
    boolean fromFiles,
    @Nullable Path dataDir,
    int pagePort,
    int brokerPort,
    String model,
    @Nullable Rights service,
    Duration patience,
    long leastFreeBytes,
    InstantSource clock) {}
