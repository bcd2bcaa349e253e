package evpose.allinone;

import java.nio.file.Path;

/**
 * How to run the house.
 *
 * @param dataDir where the broker keeps its log and services their scratch files; survives a
 *     restart
 * @param brokerPort the broker's port on 127.0.0.1; 0 takes a free one
 * @param httpPort the page's port on 127.0.0.1; 0 takes a free one
 * @param model preset name on the class path, or a path to a model description
 */
public record AllInOneSettings(Path dataDir, int brokerPort, int httpPort, String model) {}
