package evpose.messages;

/**
 * Whose a packet is and which interval it covers, [beginMicros, endMicros) of data time. Nothing is
 * checked: it is read from bytes that nobody vouches for.
 */
public record PacketStamp(String rig, String camera, long beginMicros, long endMicros) {}
