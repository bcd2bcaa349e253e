/** AEDAT 2.0, the format of jAER: text lines, then pairs of an address and a time. */
@org.jspecify.annotations.NullMarked
package evpose.recordings.aedat2;
