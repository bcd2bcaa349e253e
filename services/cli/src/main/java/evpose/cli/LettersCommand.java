package evpose.cli;

import evpose.cli.letters.Letters;
import evpose.cli.letters.Redrive;
import evpose.messages.DeadLetterMessage;
import evpose.streaming.KafkaAccess;
import evpose.streaming.LogScan;
import evpose.streaming.StreamsSettings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Records that services set aside. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    description = "Shows records that services set aside (topic dead-letters), and redrives them.",
    subcommands = {LettersCommand.Show.class, LettersCommand.RedriveThem.class})
final class LettersCommand implements Runnable {
  @Spec CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "say what to do: show or redrive");
  }

  /** Which letters. */
  static final class Choice {
    @Option(
        names = "--bootstrap",
        paramLabel = "B",
        defaultValue = "127.0.0.1:19092",
        description = "Kafka. Default: ${DEFAULT-VALUE}.")
    String bootstrap = "";

    @Option(
        names = "--reason",
        paramLabel = "R",
        defaultValue = "",
        description = "Only letters of this reason, such as unknown-camera. Default: all.")
    String reason = "";

    @Option(
        names = "--topic",
        paramLabel = "T",
        defaultValue = "",
        description = "Only records of this topic, events or poses-2d. Default: all.")
    String topic = "";

    @Option(
        names = "--key",
        paramLabel = "K",
        defaultValue = "",
        description = "Only records whose key begins so, such as dhp19/. Default: all.")
    String key = "";

    Map<String, Object> clients() {
      return KafkaAccess.of(bootstrap);
    }

    List<DeadLetterMessage> read(LogScan scan) {
      return Letters.read(
          scan,
          letter ->
              (reason.isEmpty() || letter.reason().equals(reason))
                  && (topic.isEmpty() || letter.topic().equals(topic))
                  && letter.keyText().startsWith(key));
    }
  }

  /** Lists them. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Counts letters by topic and reason, and prints the last ones.")
  static final class Show implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin Choice choice = new Choice();

    @Option(
        names = "--last",
        paramLabel = "N",
        defaultValue = "10",
        description = "So many letters are printed. Default: ${DEFAULT-VALUE}.")
    int last;

    @Option(names = "--json", description = "Print all of them as JSON.")
    boolean json;

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (LogScan scan = new LogScan(choice.clients())) {
        List<DeadLetterMessage> letters = choice.read(scan);
        if (json) {
          out.println(Report.toJson(Map.of("letters", letters)));
        } else {
          print(out, letters);
        }
      } catch (IllegalStateException e) {
        throw new Failure(String.valueOf(e.getMessage()), e);
      }
      out.flush();
      return 0;
    }

    private void print(PrintWriter out, List<DeadLetterMessage> letters) {
      Map<String, Long> counts = new TreeMap<>();
      letters.forEach(l -> counts.merge(l.topic() + ": " + l.reason(), 1L, Long::sum));
      counts.forEach((reason, count) -> out.println(reason + ": " + count));
      letters.stream()
          .skip(Math.max(0, letters.size() - last))
          .forEach(
              l ->
                  out.printf(
                      "%s partition %d offset %d, key %s: %s: %s%n",
                      l.topic(), l.partition(), l.offset(), l.keyText(), l.reason(), l.message()));
      if (letters.isEmpty()) {
        out.println("none");
      }
    }
  }

  /** Publishes their records again. */
  @Command(
      name = "redrive",
      mixinStandardHelpOptions = true,
      description = {
        "Publishes set-aside records again, as they were, after you have put right what was wrong (registered the rig, published its"
            + " calibration). Each is published again once, however often this runs.",
        "Packets of a camera that has gone on since are left alone: they would turn its time back."
      })
  static final class RedriveThem implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin Choice choice = new Choice();

    @Option(names = "--dry-run", description = "Only say what would be done.")
    boolean dryRun;

    @Override
    public Integer call() throws InterruptedException {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      Map<String, Object> config = new HashMap<>(StreamsSettings.producer());
      config.putAll(choice.clients());
      try (LogScan scan = new LogScan(choice.clients());
          Producer<byte[], byte[]> producer =
              new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
        Redrive redrive = new Redrive(scan, record -> publish(producer, record, sent));
        Map<Redrive.Fate, Long> fates = redrive.run(choice.read(scan));
        for (Future<RecordMetadata> each : sent) {
          each.get();
        }
        print(spec.commandLine().getOut(), fates);
        return 0;
      } catch (IllegalStateException e) {
        throw new Failure(String.valueOf(e.getMessage()), e);
      } catch (ExecutionException e) {
        throw new Failure(
            "a record could not be published, run this again: cause=" + e.getCause(), e);
      }
    }

    private void publish(
        Producer<byte[], byte[]> producer,
        ProducerRecord<byte[], byte[]> record,
        List<Future<RecordMetadata>> sent) {
      if (!dryRun) {
        sent.add(producer.send(record));
      }
    }

    private void print(PrintWriter out, Map<Redrive.Fate, Long> fates) {
      String again = dryRun ? "would be published again" : "published again";
      out.printf("%s: %d%n", again, fates.getOrDefault(Redrive.Fate.REDRIVEN, 0L));
      out.printf("before: %d%n", fates.getOrDefault(Redrive.Fate.DONE_BEFORE, 0L));
      out.printf(
          "left alone, the camera has gone on: %d%n",
          fates.getOrDefault(Redrive.Fate.OVERTAKEN, 0L));
      out.printf("no longer there: %d%n", fates.getOrDefault(Redrive.Fate.GONE, 0L));
      out.flush();
    }
  }
}
