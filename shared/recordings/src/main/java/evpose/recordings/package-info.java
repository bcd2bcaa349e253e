/**
 * Recordings of event cameras as files. The way in is {@link evpose.recordings.Recordings#open},
 * which knows a format by its first bytes; {@link evpose.recordings.RecordedSteps} plays what it
 * gives on the time grid. A format is a package of its own beside this one, and the only place that
 * knows its compression libraries. Knows {@code evpose.events}; no packets on a wire, no clock, no
 * log.
 *
 * <p>Two troubles, two exceptions: {@link evpose.recordings.BrokenRecordingException} (the file is
 * not what its format says) and {@link evpose.recordings.UnsupportedRecordingException} (the file
 * is fine, evpose cannot read it yet). What can be stepped over is counted as a {@link
 * evpose.recordings.RecordingProblem} instead, and reading goes on.
 */
@org.jspecify.annotations.NullMarked
package evpose.recordings;
