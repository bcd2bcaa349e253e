package evpose.recordings.aedat4;

import com.google.flatbuffers.FlatBufferBuilder;

/**
 * The FlatBuffer at the head of the file.
 *
 * <pre>
 *  table IOHeader { compression: int32 = 0; dataTablePosition: int64 = -1; infoNode: string; }   "IOHE"
 * </pre>
 *
 * @param compressionNumber as in the file, known or not
 * @param dataTablePosition byte where the data table begins and the packets end; -1 when the
 *     recording was never finished
 * @param infoNode XML
 */
record FileHeader(int compressionNumber, long dataTablePosition, String infoNode) {
  static final String MAGIC = "#!AER-DAT4.0\r\n";
  static final long UNFINISHED = -1;
  private static final String IDENTIFIER = "IOHE";
  private static final int COMPRESSION = 0;
  private static final int DATA_TABLE_POSITION = 1;
  private static final int INFO_NODE = 2;

  /**
   * @param bytes the FlatBuffer, its length first
   */
  static FileHeader parse(byte[] bytes) throws MalformedBodyException {
    FlatBytes flat = new FlatBytes(bytes, bytes.length, IDENTIFIER);
    return new FileHeader(
        flat.int32(COMPRESSION, Compression.NONE.ordinal()),
        flat.int64(DATA_TABLE_POSITION, UNFINISHED),
        flat.utf8(INFO_NODE));
  }

  /** The FlatBuffer, its length first; as long for any data table position. */
  byte[] encode() {
    FlatBufferBuilder flat = new FlatBufferBuilder(infoNode.length() + 128);
    flat.forceDefaults(true);
    int xml = flat.createString(infoNode);
    flat.startTable(3);
    flat.addLong(DATA_TABLE_POSITION, dataTablePosition, UNFINISHED);
    flat.addInt(COMPRESSION, compressionNumber, 0);
    flat.addOffset(INFO_NODE, xml, 0);
    flat.finishSizePrefixed(flat.endTable(), IDENTIFIER);
    return flat.sizedByteArray();
  }
}
