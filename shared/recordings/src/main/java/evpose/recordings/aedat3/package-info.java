/**
 * AEDAT 3.1, the format of cAER and later jAER: text lines that end with {@code #!END-HEADER}, then
 * packets of one kind of event from one source, all little endian.
 *
 * <pre>
 *  byte 0        2        4       8           12          16         20       24       28
 *      +--------+--------+-------+-----------+-----------+----------+--------+--------+--------+
 *      | kind   | source | bytes | where the | overflows | capacity | events | valid  | events |
 *      | int16  | int16  | each  | time lies | of time   | int32    | int32  | int32  |        |
 *      +--------+--------+-------+-----------+-----------+----------+--------+--------+--------+
 *
 *   a polarity event (kind 1):   31-17 column | 16-2 row | 1 polarity | 0 valid     then time, int32 µs
 * </pre>
 *
 * @see <a
 *     href="https://docs.inivation.com/software/software-advanced-usage/file-formats/aedat-3.1.html">the
 *     format</a>
 */
@org.jspecify.annotations.NullMarked
package evpose.recordings.aedat3;
