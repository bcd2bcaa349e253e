package evpose.allinone;

import java.nio.file.Path;

/**
 * How to run the house.
 *
 * @param dataDir where the broker keeps its log and services their scratch files; survives a
 *     restart
 * @param bootstrap a Kafka that runs already; empty runs one in this process
 * @param brokerPort port of the broker in this process, on 127.0.0.1; 0 takes a free one
 * @param httpPort the page's port on 127.0.0.1; 0 takes a free one
 * @param model preset name on the class path, or the path of a trained model's description
 * @param keyFrameDelaySteps so many steps later an answer of the ANN counts
 * @param exactlyOnce whether poses travel in Kafka's transactions: each comes once, and later
 * @param shedAfterMillis a camera that is farther behind gives up whole steps; 0 never; others need
 *     exactlyOnce
 * @param triangulator who places joints: robust, rays, dlt or learned
 */
public record AllInOneSettings(
    Path dataDir,
    String bootstrap,
    int brokerPort,
    int httpPort,
    String model,
    int keyFrameDelaySteps,
    boolean exactlyOnce,
    int shedAfterMillis,
    String triangulator) {}
