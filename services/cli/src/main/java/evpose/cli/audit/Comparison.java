package evpose.cli.audit;

import evpose.messages.Topics;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Counts how recorded answers of one topic meet the expected ones. Not thread-safe. */
final class Comparison {
  private final String topic;
  private final Findings findings = new Findings();
  private long recorded;
  private long repeated;
  private long shed;
  private long notCompared;
  private long near;
  private @Nullable Difference first;

  /**
   * What an answer is to.
   *
   * @param calibration that it names; empty in 2D
   */
  record Question(String lane, long step, String calibration) {}

  /** The first record that says something else. */
  private record Difference(ConsumerRecord<byte[], byte[]> record, String key, Question question) {}

  Comparison(String topic) {
    this.topic = topic;
  }

  void met(
      ConsumerRecord<byte[], byte[]> record, String key, AnswerSet.Met met, Question question) {
    recorded++;
    switch (met) {
      case FIRST -> {}
      case AGAIN -> repeated++;
      case DIFFERENT -> {
        if (first == null) {
          first = new Difference(record, key, question); // explained once all is read
        } else {
          findings.add(finding("different", record, key, null));
        }
      }
      case UNKNOWN -> findings.add(finding("unexpected", record, key, null));
    }
  }

  void shed() {
    recorded++;
    shed++;
  }

  /** Another engine's answer, within the tolerance; it is met as well. */
  void near() {
    near++;
  }

  void notCompared() {
    recorded++;
    notCompared++;
  }

  void unaccounted(ConsumerRecord<byte[], byte[]> record, String reason) {
    findings.add(
        finding(
            "unaccounted",
            record,
            "neither used nor in " + Topics.DEAD_LETTERS + ": " + reason,
            null));
  }

  /** The first difference with its field and both values, if there is one. */
  private @Nullable Finding explained(Function<Question, byte @Nullable []> recompute) {
    Difference difference = first;
    if (difference == null) {
      return null;
    }
    byte[] expected = recompute.apply(difference.question);
    FirstField field =
        expected == null ? null : FirstField.between(difference.record.value(), expected);
    return finding("different", difference.record, difference.key, field);
  }

  private Finding finding(
      String kind, ConsumerRecord<?, ?> record, String key, @Nullable FirstField field) {
    return new Finding(
        kind,
        topic,
        record.partition(),
        record.offset(),
        key,
        field == null ? null : field.path(),
        field == null ? null : field.recorded(),
        field == null ? null : field.expected());
  }

  /**
   * Reports what was found, the first difference before all, and the answers that nobody gave.
   *
   * @param recompute computes one answer once more
   */
  AuditReport.Answers close(
      Expected answers,
      int partition,
      Function<Question, byte @Nullable []> recompute,
      Findings into) {
    Finding difference = explained(recompute);
    if (difference != null) {
      into.add(difference);
    }
    answers.forEachUnmet(
        (lane, step) ->
            findings.add(
                new Finding(
                    "missing", topic, partition, -1, lane + " step " + step, null, null, null)));
    into.addAll(findings);
    return new AuditReport.Answers(
        answers.expected(), recorded, answers.met(), repeated, shed, notCompared, near);
  }
}
