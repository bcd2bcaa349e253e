package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class AcknowledgementsTest {
  /** Whatever the order in which packets are stored, a number told is one up to which all are. */
  @RepeatedTest(20)
  void aNumberStandsForAllBeforeIt(RepetitionInfo repetition) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      order.add(i);
    }
    Random random = new Random(repetition.getCurrentRepetition());
    for (int i = 0; i < 290; i++) {
      Collections.swap(order, i, i + random.nextInt(10));
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Acknowledgements told = new Acknowledgements(out, "test");
    int missing = order.get(250);
    order.subList(0, 250).forEach(told::stored);
    order.subList(251, 300).forEach(told::stored);
    told.refused(new Acknowledgements.Refused(300, "odd", "it is \"odd\" \u00e9"));
    told.end();
    List<String> lines = out.toString(StandardCharsets.US_ASCII).lines().toList();
    assertThat(lines)
        .endsWith(
            "{\"stored\":" + missing + "}",
            "{\"refused\":300,\"reason\":\"odd\",\"message\":\"it is ?odd? ?\"}");
  }
}
