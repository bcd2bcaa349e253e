/**
 * Bags of ROS 2 in SQLite ({@code .db3}) with messages of type event_camera_msgs/EventPacket; each
 * of their topics is a camera.
 *
 * <pre>
 *  SQLite   table topics (id, name, type, ...)      table messages (id, topic_id, timestamp, data)
 *  data     CDR: 4 bytes, stamp int32 + uint32, frame string, height, width uint32, seq, time base uint64,
 *           encoding string, big endian bool, events uint8[]
 * </pre>
 *
 * Encodings {@code evt3} (words of Prophesee, going on from packet to packet) and {@code mono} (64
 * bit: 63 polarity, 62-48 row, 47-32 column, 31-0 ns from the time base) are read.
 *
 * @see <a href="https://www.sqlite.org/fileformat2.html">SQLite's format</a>
 * @see <a href="https://github.com/ros-event-camera/event_camera_msgs">the messages</a>
 */
@org.jspecify.annotations.NullMarked
package evpose.recordings.rosbag;
