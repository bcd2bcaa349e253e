package evpose.cli.chaos;

/**
 * What one life of a process took, from its thirtieth second on: medians over the first and over
 * the last third of that time.
 *
 * @param process name of the instance
 * @param seconds from its start to its end
 * @param memoryMb anonymous memory that is resident, without mapped files, 10^6 bytes
 * @param handles open files and sockets
 */
public record Footprint(String process, double seconds, Span memoryMb, Span threads, Span handles) {

  /** A figure early in the life, and late. */
  public record Span(double early, double late) {}
}
