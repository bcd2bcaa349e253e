package evpose.events.window;

/**
 * What a slicer met so far.
 *
 * @param packets accepted
 * @param missing holes in the sequence, in packets
 * @param duplicates packets with a sequence number that was there already; dropped whole
 * @param lateEvents events before the open step (overlapping or retrograde packets); dropped
 * @param jumps times that data time leapt forward by more than {@link StepSlicer#MAX_JUMP_STEPS}
 */
public record SliceCounts(
    long packets, long missing, long duplicates, long lateEvents, long jumps) {}
