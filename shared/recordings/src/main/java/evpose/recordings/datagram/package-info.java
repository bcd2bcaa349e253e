/** Live cameras that send datagrams: the layouts that are spoken, and what they say. */
@org.jspecify.annotations.NullMarked
package evpose.recordings.datagram;
