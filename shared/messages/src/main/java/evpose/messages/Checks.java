package evpose.messages;

import evpose.events.EventPacket;
import evpose.pose.Skeleton;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The rules that several messages share; each answers with one line: rule, then name=value. */
final class Checks {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private static final long MAX_OPERATIONS = 1L << 52; // also whole in a double
  private static final int MAX_TEXT = 256;

  private Checks() {}

  static void name(String what, String name) {
    require(
        NAME.matcher(name).matches(),
        () -> what + " must be 1 to 64 of A-Z a-z 0-9 . _ -: " + what + "=" + name);
  }

  static void notNegative(String what, long value) {
    require(value >= 0, () -> what + " must not be negative: " + what + "=" + value);
  }

  static void positive(String what, long value) {
    require(value > 0, () -> what + " must be positive: " + what + "=" + value);
  }

  /** A count of operations: those of all cameras of a rig can be added up. */
  static void operations(String what, long value) {
    require(
        value >= 0 && value <= MAX_OPERATIONS,
        () -> what + " must be in [0, " + MAX_OPERATIONS + "]: " + what + "=" + value);
  }

  static void text(String what, String value) {
    require(
        value.length() <= MAX_TEXT,
        () -> what + " has at most " + MAX_TEXT + " characters: length=" + value.length());
  }

  static void finite(String what, double value) {
    require(Double.isFinite(value), () -> what + " must be a finite number: " + what + "=" + value);
  }

  static void confidence(double confidence) {
    require( // NaN fails too
        confidence >= 0 && confidence <= 1,
        () -> "confidence must be in [0, 1]: confidence=" + confidence);
  }

  static void joints(int joints) {
    require(
        joints == Skeleton.JOINTS,
        () -> "a pose has 13 joints, missing ones included: joints=" + joints);
  }

  static void step(long step, long stepMicros, long endMicros) {
    notNegative("step", step);
    stepMicros(stepMicros);
    notNegative("endMicros", endMicros);
    require(
        step < EventPacket.MAX_MICROS / stepMicros,
        () -> "a step must end before data time does: step=" + step + ", stepMicros=" + stepMicros);
  }

  static void stepMicros(long stepMicros) {
    require(
        stepMicros >= 1 && stepMicros <= EventPacket.MAX_INTERVAL_MICROS,
        () ->
            "stepMicros must be in [1, "
                + EventPacket.MAX_INTERVAL_MICROS
                + "]: stepMicros="
                + stepMicros);
  }

  /**
   * @param message asked for only when the rule is broken: messages pass here by the thousand
   */
  static void require(boolean rule, Supplier<String> message) {
    if (!rule) {
      throw new IllegalArgumentException(message.get());
    }
  }
}
