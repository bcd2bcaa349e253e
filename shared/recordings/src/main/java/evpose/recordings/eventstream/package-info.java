/**
 * Event Stream, {@code .es}: a head that names the kind of events and the sensor, then each event
 * as the time since the one before, a column and a row.
 *
 * <pre>
 *  byte 0              12     15     16        18        20
 *      +----------------+------+------+---------+---------+---------------------------+-----
 *      | "Event Stream" | 2.x.y| kind | width   | height  | time and polarity | x | y |  ...
 *      |                | 3 u8 | u8   | uint16  | uint16  | u8, 0xFF: 127 µs  | uint16 each
 *      +----------------+------+------+---------+---------+---------------------------+-----
 * </pre>
 *
 * Rows are counted from below in the file, from above here.
 *
 * @see <a href="https://github.com/neuromorphicsystems/event_stream">the format</a>
 */
@org.jspecify.annotations.NullMarked
package evpose.recordings.eventstream;
