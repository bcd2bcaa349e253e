package evpose.recordings;

import evpose.events.EventBuffer;
import evpose.recordings.aedat4.Aedat4Writer;
import evpose.recordings.aedat4.Compression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Small recordings of every format, for fuzzers to begin with. */
final class FuzzSeeds {
  /** All there are. */
  static final List<String> NAMES =
      Arrays.stream(FuzzedReader.values()).flatMap(reader -> reader.seeds().stream()).toList();

  private static final RecordedCamera CAMERA = new RecordedCamera("cam0", 346, 260);

  private FuzzSeeds() {}

  /**
   * Writes the seeds for one reader.
   *
   * @param arguments the reader, as {@link FuzzedReader} names it, and an existing folder
   */
  public static void main(String[] arguments) throws IOException {
    FuzzedReader reader = FuzzedReader.valueOf(arguments[0]);
    Path folder = Path.of(arguments[1]);
    for (String name : reader.seeds()) {
      byte[] seed = of(name, folder.resolve("scratch"));
      Files.write(folder.resolve(name.replace(' ', '-')), reader.rest(seed));
    }
    Files.deleteIfExists(folder.resolve("scratch"));
  }

  /**
   * One of {@link #NAMES}.
   *
   * @param scratch a file to be written on the way
   */
  static byte[] of(String format, Path scratch) throws IOException {
    if (format.startsWith("HDF5 ") || format.equals("BAG")) {
      String name = format.equals("BAG") ? "rosbag/two.db3" : "hdf5/" + format.substring(5) + ".h5";
      return Files.readAllBytes(
          Path.of(Objects.requireNonNull(FuzzSeeds.class.getResource(name)).getPath()));
    }
    Map<String, Maker> makers = new LinkedHashMap<>();
    for (RecordingFormat each : RecordingFormat.values()) {
      makers.put(each.name(), file -> each.create(file, List.of(CAMERA)));
    }
    makers.put("AEDAT4 ZSTD", f -> Aedat4Writer.create(f, List.of(CAMERA), Compression.ZSTD));
    makers.put("AEDAT4 NONE", f -> Aedat4Writer.create(f, List.of(CAMERA), Compression.NONE));
    makers.put("LIVE", makers.get("AEDAT4"));
    Maker maker = makers.get(format);
    if (maker == null) {
      return byHand(format);
    }
    EventBuffer events = Recorded.events(CAMERA, 200, 0, 1);
    try (EventWriter writer = maker.create(scratch)) {
      writer.write(0, events);
    }
    byte[] whole = Files.readAllBytes(scratch);
    return format.equals("LIVE") ? FuzzedReader.AEDAT4.rest(whole) : whole;
  }

  @FunctionalInterface
  private interface Maker {
    EventWriter create(Path file) throws IOException;
  }

  private static byte[] byHand(String format) {
    EventBuffer events = Recorded.events(new RecordedCamera("cam0", 128, 128), 100, 0, 1);
    ByteBuffer words = ByteBuffer.allocate(1 << 14);
    String head;
    switch (format) {
      case "AEDAT2" -> {
        head = "#!AER-DAT2.0\r\n# AEChip: eu.seebetter.ini.chips.davis.Davis346B\r\n";
        for (int i = 0; i < events.size(); i++) {
          words.putInt(events.y(i) << 22 | events.x(i) << 12 | events.polarity(i) << 11);
          words.putInt((int) events.micros(i));
        }
      }
      case "AEDAT2 DVS128" -> {
        head = "#!AER-DAT2.0\r\n# AEChip: ch.unizh.ini.jaer.chip.retina.DVS128\r\n";
        for (int i = 0; i < events.size(); i++) {
          words.putInt(events.y(i) << 8 | events.x(i) << 1 | events.polarity(i));
          words.putInt((int) events.micros(i));
        }
      }
      case "AEDAT3.1" -> {
        head = "#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DVS128\r\n#!END-HEADER\r\n";
        words.order(ByteOrder.LITTLE_ENDIAN);
        words.putShort((short) 1).putShort((short) 1).putInt(8).putInt(4).putInt(0);
        words.putInt(events.size()).putInt(events.size()).putInt(events.size());
        for (int i = 0; i < events.size(); i++) {
          words.putInt(events.x(i) << 17 | events.y(i) << 2 | events.polarity(i) << 1 | 1);
          words.putInt((int) events.micros(i));
        }
      }
      case "EVT2.1" -> {
        head = "% evt 2.1\n% format EVT21;height=128;width=128\n% end\n";
        words.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < events.size(); i++) {
          long at = (long) events.x(i) << 43 | (long) events.y(i) << 32;
          words.putLong(8L << 60 | events.micros(i) >> 6 << 32);
          words.putLong((long) events.polarity(i) << 60 | (events.micros(i) & 63) << 54 | at | 5);
        }
      }
      case "ES ATIS" -> {
        head = "Event Stream\u0002\0\0\u0002\u0080\0\u0080\0";
        words.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < events.size(); i++) {
          words.put((byte) (i % 50 << 2 | events.polarity(i) << 1 | (i % 7 == 0 ? 1 : 0)));
          words.putShort((short) events.x(i)).putShort((short) events.y(i));
          words.put((byte) (0xFC + i % 4));
        }
      }
      case "DATAGRAMS" -> {
        head = "\0";
        words.order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < events.size(); i++) {
          words.putInt(events.x(i) << 16 | events.polarity(i) << 15 | events.y(i));
          words.putInt((int) events.micros(i));
        }
      }
      case "TEXT" -> {
        head = "0.1 1 2 1\n0.2 3 4 0\n0.300001 5 6 1\n1e1 7 8 1\n";
      }
      default -> throw new IllegalArgumentException("there is no such seed: " + format);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    all.write(words.array(), 0, words.position());
    return all.toByteArray();
  }
}
