/**
 * Prophesee's files: text lines that begin with '%', then words of 16 (EVT3), 32 (EVT2) or 64 bit
 * (EVT2.1), or records of a time and an address (DAT); all little endian.
 */
@org.jspecify.annotations.NullMarked
package evpose.recordings.prophesee;
