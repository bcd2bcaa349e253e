package evpose.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventPacketTest {
  private short[] x = {1, 2};
  private final short[] y = {3, 4};
  private int[] dt = {0, 9};
  private byte[] polarity = {0, 1};
  private String camera = "cam0";
  private long begin = 100;

  private EventPacket packet() {
    return new EventPacket("rig", camera, 346, 260, 0, begin, begin + 10, 0, x, y, dt, polarity);
  }

  @Test
  void givesAbsoluteTimes() {
    assertThat(packet().micros(1)).isEqualTo(109);
  }

  @Test
  void refusesAnEventOutsideTheSensor() {
    x = new short[] {1, 346};
    refuses("event 1 lies outside the sensor: x=346, y=4, sensor=346x260");
  }

  @Test
  void refusesTimesThatStepsCouldNotBeCountedTo() {
    begin = EventPacket.MAX_MICROS - 9;
    refuses("data time ends at 4611686018427387903 microseconds: endMicros=4611686018427387904");
  }

  @Test
  void readsCoordinatesAsUnsigned() {
    x = new short[] {1, -1};
    refuses("event 1 lies outside the sensor: x=65535, y=4, sensor=346x260");
  }

  @Test
  void refusesTimeThatGoesBack() {
    dt = new int[] {5, 4};
    refuses("event 1 is older than the one before it: dt=4, before=5");
  }

  @Test
  void refusesAnEventAtThePacketsEnd() {
    dt = new int[] {0, 10};
    refuses("event 1 lies after the packet's end: dt=10, interval=10");
  }

  @Test
  void refusesOtherPolarities() {
    polarity = new byte[] {0, 2};
    refuses("event 1 has a polarity other than 0 or 1: polarity=2");
  }

  @Test
  void refusesArraysOfDifferentLength() {
    dt = new int[] {0};
    refuses("x, y, dt and polarity must have the same length: x=2, y=2, dt=1, polarity=2");
  }

  @Test
  void refusesNamesThatWouldNotSurviveAKey() {
    camera = "a/b";
    refuses("camera must be 1 to 64 of A-Z a-z 0-9 . _ -: camera=a/b");
  }

  private void refuses(String message) {
    assertThatThrownBy(this::packet)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
