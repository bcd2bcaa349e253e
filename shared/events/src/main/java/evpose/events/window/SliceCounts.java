package evpose.events.window;

/**
 * What a slicer met so far.
 *
 * <pre>
 *   packets offered = packets + duplicates + aside
 * </pre>
 *
 * @param packets accepted
 * @param missing holes in the sequence, in packets
 * @param duplicates packets that were there already, or were overtaken by later ones; dropped whole
 * @param lateEvents events before the open step (overlapping or retrograde packets); dropped
 * @param jumps times that data time leapt forward by more than {@link StepSlicer#MAX_JUMP_STEPS}
 * @param renumberings times that the sequence began anew while data time went on
 * @param returns times that data time began anew
 * @param aside packets on another line of time that were not believed; dropped whole, except those
 *     that still wait
 * @param surplusEvents events beyond {@link StepEvents#MAX_EVENTS} of one step; dropped
 */
public record SliceCounts(
    long packets,
    long missing,
    long duplicates,
    long lateEvents,
    long jumps,
    long renumberings,
    long returns,
    long aside,
    long surplusEvents) {}
