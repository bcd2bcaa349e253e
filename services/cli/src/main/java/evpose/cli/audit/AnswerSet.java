package evpose.cli.audit;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which answers the log must hold, as eight bytes of their hash each, and which of them were met. A
 * lane is a sequence of steps: one camera, or one revision. Where a lane's steps turn back (its
 * clock began anew) a step may have several answers. Not thread-safe.
 */
final class AnswerSet implements Expected {
  /** Eight bytes each: 320 MB. */
  private static final int MAX_ANSWERS = 40_000_000;

  /** Answers may come so much out of order. */
  private static final int SLACK = 4096;

  /** A longer leap of steps is not filled with holes. */
  private static final int MAX_HOLE = 100_000;

  private static final long NONE = 0;

  /** What became of a recorded answer. */
  enum Met {
    FIRST,
    /** Again, with the same bytes: what at-least-once may leave. */
    AGAIN,
    /** There is such a step, with other bytes. */
    DIFFERENT,
    /** There is no such step. */
    UNKNOWN
  }

  /** Takes a step of a lane. */
  @FunctionalInterface
  interface Visitor {
    void visit(String lane, long step);
  }

  private final Map<String, List<Run>> lanes = new TreeMap<>();
  private final MessageDigest sha256 = sha256();
  private long capacity;
  private long expected;
  private long met;

  private static final class Run {
    final long firstStep;
    long[] hashes = new long[2 * SLACK];
    long next;
    final BitSet seen = new BitSet();

    Run(long step) {
      firstStep = step - SLACK;
      next = step;
    }

    boolean reaches(long step) {
      return step >= firstStep && step <= next + MAX_HOLE;
    }

    long at(long step) {
      long i = step - firstStep;
      return i >= 0 && i < hashes.length ? hashes[(int) i] : NONE;
    }
  }

  /**
   * Adds an answer that must be met.
   *
   * @throws IllegalStateException when they are too many to be kept
   */
  void expect(String lane, long step, byte[] answer) {
    List<Run> runs = lanes.computeIfAbsent(lane, l -> new ArrayList<>());
    long hash = hash(answer);
    Run run = runs.isEmpty() ? null : runs.get(runs.size() - 1);
    if (run == null || !run.reaches(step) || (run.at(step) != NONE && run.at(step) != hash)) {
      run = new Run(step);
      runs.add(run);
      grown(run.hashes.length);
    }
    int i = (int) (step - run.firstStep);
    if (i >= run.hashes.length) {
      int length = Math.max(i + 1, run.hashes.length + run.hashes.length / 2);
      grown(length - run.hashes.length);
      run.hashes = Arrays.copyOf(run.hashes, length);
    }
    expected += run.hashes[i] == NONE ? 1 : 0;
    run.hashes[i] = hash;
    run.next = Math.max(run.next, step + 1);
  }

  private void grown(int slots) {
    capacity += slots;
    if (capacity > MAX_ANSWERS) {
      throw new IllegalStateException(
          "more answers than are held at once, look at a part of the log (--from, --to): most="
              + MAX_ANSWERS);
    }
  }

  /** Meets an answer that the log holds. */
  Met meet(String lane, long step, byte[] answer) {
    long hash = hash(answer);
    boolean known = false;
    boolean again = false;
    for (Run run : lanes.getOrDefault(lane, List.of())) {
      long wanted = run.at(step);
      known |= wanted != NONE;
      if (wanted == hash) {
        int i = (int) (step - run.firstStep);
        if (!run.seen.get(i)) {
          run.seen.set(i);
          met++;
          return Met.FIRST;
        }
        again = true;
      }
    }
    return again ? Met.AGAIN : known ? Met.DIFFERENT : Met.UNKNOWN;
  }

  /**
   * Counts an answer as met that is as good as equal.
   *
   * @return what it would have been, had it been equal
   */
  Met excuse(String lane, long step) {
    boolean known = false;
    for (Run run : lanes.getOrDefault(lane, List.of())) {
      int i = (int) (step - run.firstStep);
      if (run.at(step) != NONE) {
        known = true;
        if (!run.seen.get(i)) {
          run.seen.set(i);
          met++;
          return Met.FIRST;
        }
      }
    }
    return known ? Met.AGAIN : Met.UNKNOWN;
  }

  /** Whether an answer to a step was met. */
  boolean isMet(String lane, long step) {
    return lanes.getOrDefault(lane, List.of()).stream()
        .anyMatch(run -> run.at(step) != NONE && run.seen.get((int) (step - run.firstStep)));
  }

  /** Answers that must be met. */
  @Override
  public long expected() {
    return expected;
  }

  /** Those of them that were. */
  @Override
  public long met() {
    return met;
  }

  /** Whether a lane must answer a step. */
  boolean holds(String lane, long step) {
    for (Run run : lanes.getOrDefault(lane, List.of())) {
      if (run.at(step) != NONE) {
        return true;
      }
    }
    return false;
  }

  /** Visits every answer that was met, lane by lane. */
  void forEachMet(Visitor visitor) {
    forEach(true, visitor);
  }

  /** Visits every answer that was not met, lane by lane. */
  @Override
  public void forEachUnmet(Visitor visitor) {
    forEach(false, visitor);
  }

  private void forEach(boolean seen, Visitor visitor) {
    lanes.forEach(
        (lane, runs) -> {
          for (Run run : runs) {
            for (int i = 0; i < run.hashes.length; i++) {
              if (run.hashes[i] != NONE && run.seen.get(i) == seen) {
                visitor.visit(lane, run.firstStep + i);
              }
            }
          }
        });
  }

  private long hash(byte[] answer) {
    long hash = ByteBuffer.wrap(sha256.digest(answer)).getLong();
    return hash == NONE ? 1 : hash;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
