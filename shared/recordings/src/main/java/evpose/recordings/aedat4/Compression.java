package evpose.recordings.aedat4;

/** How the bodies of packets are packed; the ordinal is the number in the file. */
public enum Compression {
  NONE,
  LZ4,
  LZ4_HIGH,
  ZSTD,
  ZSTD_HIGH;
}
