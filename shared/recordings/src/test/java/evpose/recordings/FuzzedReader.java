package evpose.recordings;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The readers, each with the bytes that lead to it: a fuzzer need not find those. */
enum FuzzedReader {
  AEDAT2("#!AER-DAT2.0", "AEDAT2", "AEDAT2 DVS128"),
  AEDAT3("#!AER-DAT3.1\r\n", "AEDAT3.1"),
  AEDAT4("#!AER-DAT4.0\r\n", "AEDAT4", "AEDAT4 ZSTD", "AEDAT4 NONE"),
  EVT2("% evt 2.0\n", "EVT2"),
  EVT21("% evt 2.1\n", "EVT2.1"),
  EVT3("% evt 3.0\n", "EVT3"),
  DAT("% Data file", "DAT"),
  ES("Event Stream", "ES", "ES ATIS"),
  TEXT("", "CSV", "TEXT"),
  BAG("SQLite format 3\0", "BAG"),
  HDF5(
      "\u0089HDF\r\n\u001a\n",
      "HDF5 plain",
      "HDF5 gzip",
      "HDF5 lzf",
      "HDF5 lz4",
      "HDF5 zstd",
      "HDF5 blosc-zstd",
      "HDF5 blosc-lz4"),
  /** A stream of DV: what follows the first line of a file. */
  LIVE("", "LIVE"),
  /** The first byte chooses the layout. */
  DATAGRAMS("", "DATAGRAMS");

  private final byte[] head;
  private final List<String> seeds;

  FuzzedReader(String head, String... seeds) {
    this.head = head.getBytes(StandardCharsets.ISO_8859_1);
    this.seeds = List.of(seeds);
  }

  /** Names of {@link FuzzSeeds}. */
  List<String> seeds() {
    return seeds;
  }

  /** What follows the head in a whole recording. */
  byte[] rest(byte[] whole) {
    if (!Arrays.equals(head, 0, head.length, whole, 0, head.length)) {
      throw new IllegalArgumentException("a seed must begin with its reader's head: " + this);
    }
    return Arrays.copyOfRange(whole, head.length, whole.length);
  }

  /** A whole recording of what follows the head. */
  byte[] whole(byte[] rest) {
    byte[] whole = Arrays.copyOf(head, head.length + rest.length);
    System.arraycopy(rest, 0, whole, head.length, rest.length);
    return whole;
  }

  /** See {@link ReaderFuzz}. */
  boolean check(byte[] whole) {
    return switch (this) {
      case LIVE -> ReaderFuzz.checkLive(whole);
      case DATAGRAMS -> ReaderFuzz.checkDatagrams(whole);
      default -> ReaderFuzz.check(whole);
    };
  }

  /** Where a finding of Jazzer is kept. */
  Path finding() {
    return Path.of("finding-" + name() + ".bin");
  }
}
