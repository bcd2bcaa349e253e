package evpose.exports;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The Foxglove WebSocket protocol, version 1, serving two JSON channels: the body as {@code
 * foxglove.SceneUpdate} on {@code /evpose/scene}, each joint as a frame in {@code
 * foxglove.FrameTransforms} on {@code /evpose/transforms}.
 *
 * <pre>
 *   server   serverInfo, advertise (text); then, of what a client subscribed to:
 *            +------+-----------------+---------------------+---------+
 *            | 0x01 | subscription u32 | data time, ns, u64 | JSON    |      little-endian
 *            +------+-----------------+---------------------+---------+
 *   client   {"op":"subscribe","subscriptions":[{"id":0,"channelId":1}]}, {"op":"unsubscribe","subscriptionIds":[0]}
 * </pre>
 *
 * @see <a href="https://github.com/foxglove/ws-protocol/blob/main/docs/spec.md">the protocol</a>
 */
public final class FoxgloveSocket implements SocketOutlet {
  /** What clients ask for. */
  public static final String SUBPROTOCOL = "foxglove.websocket.v1";

  private static final int MESSAGE_DATA = 1;
  private static final int HEADER_BYTES = 13;
  private static final int MOST_SUBSCRIPTIONS = 16;
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<String> SCHEMAS =
      List.of("foxglove.SceneUpdate", "foxglove.FrameTransforms");
  private static final List<String> TOPICS = List.of("/evpose/scene", "/evpose/transforms");

  private final String rig;
  private final List<Frame> greeting;
  private @Nullable LivePose last;
  private final byte[] @Nullable [] lastPayloads = new byte[SCHEMAS.size()][];

  /**
   * @param rig whose poses
   */
  public FoxgloveSocket(String rig) {
    this.rig = rig;
    Map<String, Object> info = new LinkedHashMap<>();
    info.put("op", "serverInfo");
    info.put("name", "evpose " + rig);
    info.put("capabilities", List.of());
    info.put("supportedEncodings", List.of());
    info.put("metadata", Map.of("rig", rig));
    List<Map<String, Object>> channels = new ArrayList<>();
    for (int c = 0; c < SCHEMAS.size(); c++) {
      Map<String, Object> channel = new LinkedHashMap<>();
      channel.put("id", c + 1);
      channel.put("topic", TOPICS.get(c));
      channel.put("encoding", "json");
      channel.put("schemaName", SCHEMAS.get(c));
      channel.put("schema", schema(SCHEMAS.get(c)));
      channel.put("schemaEncoding", "jsonschema");
      channels.add(channel);
    }
    greeting =
        List.of(
            text(info), text(new LinkedHashMap<>(Map.of("op", "advertise", "channels", channels))));
  }

  private static Frame text(Object message) {
    return new Frame(true, JSON.writeValueAsBytes(message));
  }

  private static String schema(String name) {
    try (InputStream in = FoxgloveSocket.class.getResourceAsStream(name + ".schema.json")) {
      if (in == null) {
        throw new IllegalStateException("the jar lacks a schema: name=" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String subprotocol() {
    return SUBPROTOCOL;
  }

  @Override
  public Session open() {
    return new Client();
  }

  private final class Client implements Session {
    /** Channel by the client's own number. */
    private final Map<Long, Integer> subscriptions = new LinkedHashMap<>();

    @Override
    public List<Frame> greeting() {
      return greeting;
    }

    @Override
    public List<Frame> received(String text) {
      try {
        JsonNode said = JSON.readTree(text);
        switch (said.path("op").asString("")) {
          case "subscribe" -> {
            return subscribe(said.path("subscriptions"));
          }
          case "unsubscribe" ->
              said.path("subscriptionIds").forEach(id -> subscriptions.remove(id.asLong(-1)));
          default -> {
            return complaint("this server only takes subscribe and unsubscribe");
          }
        }
        return List.of();
      } catch (JacksonException e) {
        return complaint("that was no JSON");
      }
    }

    private List<Frame> subscribe(JsonNode wishes) {
      List<Frame> complaints = new ArrayList<>();
      for (JsonNode wish : wishes) {
        long id = wish.path("id").asLong(-1);
        int channel = wish.path("channelId").asInt(-1);
        if (channel < 1 || channel > SCHEMAS.size() || id < 0 || id > 0xFFFF_FFFFL) {
          complaints.addAll(complaint("there is no such channel: channelId=" + channel));
        } else if (subscriptions.size() >= MOST_SUBSCRIPTIONS) {
          complaints.addAll(
              complaint("a client has at most " + MOST_SUBSCRIPTIONS + " subscriptions"));
        } else {
          subscriptions.put(id, channel);
        }
      }
      return complaints;
    }

    private List<Frame> complaint(String words) {
      Map<String, Object> status = new LinkedHashMap<>();
      status.put("op", "status");
      status.put("level", 2);
      status.put("message", words);
      return List.of(text(status));
    }

    @Override
    public List<Frame> pose(LivePose pose) {
      List<Frame> frames = new ArrayList<>();
      subscriptions.forEach(
          (id, channel) -> {
            byte[] payload = payload(pose, channel);
            ByteBuffer out =
                ByteBuffer.allocate(HEADER_BYTES + payload.length).order(ByteOrder.LITTLE_ENDIAN);
            out.put((byte) MESSAGE_DATA).putInt((int) (long) id);
            out.putLong(pose.atMicros() * 1000).put(payload);
            frames.add(new Frame(false, out.array()));
          });
      return frames;
    }
  }

  /** Written once for all clients. */
  @SuppressWarnings(
      "ReferenceEquality") // the same object is the same pose; others are written anew
  private byte[] payload(LivePose pose, int channel) {
    if (pose != last) {
      last = pose;
      lastPayloads[0] = null;
      lastPayloads[1] = null;
    }
    byte[] payload = lastPayloads[channel - 1];
    if (payload == null) {
      payload =
          JSON.writeValueAsBytes(
              channel == 1 ? FoxgloveScene.update(rig, pose) : FoxgloveScene.transforms(rig, pose));
      lastPayloads[channel - 1] = payload;
    }
    return payload;
  }
}
