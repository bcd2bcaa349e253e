/**
 * AEDAT4, the format of iniVation's DV software.
 *
 * <pre>
 *  byte 0             14        18                18 + n
 *      +-----------------+---------+-----------------+---------+-----+---------+------------+
 *      | #!AER-DAT4.0 \r\n | n int32 | IOHeader        | packet  | ... | packet  | data table |
 *      +-----------------+---------+-----------------+---------+-----+---------+------------+
 *                                    FlatBuffer IOHE   |                         FlatBuffer FTAB, packed
 *                                                      |                         like a packet's body
 *      +-----------------+----------------+---------------------------------------------+
 *      | stream id int32 | size int32     | body: size bytes, unpacked: uint32 length,   |
 *      |                 |                | then a FlatBuffer (EVTS, FRME, IMUS, TRIG)   |
 *      +-----------------+----------------+---------------------------------------------+
 * </pre>
 *
 * All numbers are little-endian. The header's XML names the streams; the data table is an index for
 * jumping, this reader walks the packets and needs none, so recordings that were cut off are read
 * as far as they go. Event streams are read, others are stepped over and counted.
 *
 * <p>The only package that knows LZ4, ZSTD and FlatBuffers in this room.
 *
 * @see <a
 *     href="https://docs.inivation.com/software/software-advanced-usage/file-formats/aedat-4.0.html">the
 *     format</a>
 */
@org.jspecify.annotations.NullMarked
package evpose.recordings.aedat4;
