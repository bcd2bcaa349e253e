package evpose.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import evpose.messages.DeadLetterMessage;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComplaintsTest {
  private final Complaints complaints = new Complaints();

  @Test
  void logsTheFirstOfEachReasonThenOneAMinute() {
    assertThat(complaints.line(letter("not-json", 7), 1_000))
        .hasValue("set aside a record, it lies in events partition 3 offset 7: not-json: torn");
    assertThat(complaints.line(letter("unknown-rig", 8), 1_000))
        .hasValue("set aside a record, it lies in events partition 3 offset 8: unknown-rig: torn");
    assertThat(complaints.line(letter("not-json", 9), 2_000)).isEmpty();
    assertThat(complaints.line(letter("not-json", 10), 60_999)).isEmpty();
    assertThat(complaints.line(letter("not-json", 11), 61_000))
        .hasValue(
            "set aside a record, it lies in events partition 3 offset 11: not-json: torn, and 2"
                + " more like it before");
    assertThat(complaints.line(letter("not-json", 12), 121_000))
        .hasValue("set aside a record, it lies in events partition 3 offset 12: not-json: torn");
    assertThat(complaints.counts()).isEqualTo(Map.of("not-json", 5L, "unknown-rig", 1L));
  }

  private static DeadLetterMessage letter(String reason, long offset) {
    return new DeadLetterMessage("events", 3, offset, reason, "torn", "", "camera-service", "");
  }
}
