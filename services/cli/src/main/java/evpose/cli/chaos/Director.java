package evpose.cli.chaos;

import evpose.streaming.TopicAdmin;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Does what the plan says, one act after the other, none before its time. */
final class Director implements Runnable {
  private static final Duration BROKER_PATIENCE = Duration.ofSeconds(90);

  /** Is told what was done, and in which second. */
  @FunctionalInterface
  interface Note {
    void done(double seconds, Act act);
  }

  /** Gives streams one more partition. */
  @FunctionalInterface
  interface Grow {
    void grow(String bootstrap) throws InterruptedException;
  }

  private final List<Act> plan;
  private final Household house;
  private final DisturbedPublisher publisher;
  private final PoseWatch watch;
  private final long beganNanos;
  private final Note note;
  private final Grow grow;
  private volatile @Nullable RuntimeException failure;

  /**
   * @param beganNanos {@link System#nanoTime} of the plan's second 0
   */
  Director(
      List<Act> plan,
      Household house,
      DisturbedPublisher publisher,
      PoseWatch watch,
      long beganNanos,
      Note note,
      Grow grow) {
    this.plan = plan;
    this.house = house;
    this.publisher = publisher;
    this.watch = watch;
    this.beganNanos = beganNanos;
    this.note = note;
    this.grow = grow;
  }

  @Override
  public void run() {
    try {
      for (Act act : plan) {
        long due = beganNanos + (long) (act.atSeconds() * 1e9);
        while (System.nanoTime() < due) {
          LockSupport.parkNanos(due - System.nanoTime());
        }
        note.done((System.nanoTime() - beganNanos) / 1e9, act);
        perform(act);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /** Throws what went wrong, if anything did. */
  void rethrow() {
    RuntimeException e = failure;
    if (e != null) {
      throw e;
    }
  }

  private void perform(Act act) throws InterruptedException {
    switch (act.kind()) {
      case KILL -> {
        house.service(act.target()).kill();
        watch.killed(house.service(act.target()).host());
      }
      case FREEZE -> {
        watch.disturbed();
        house.service(act.target()).freeze();
      }
      case THAW -> {
        watch.disturbed();
        house.service(act.target()).thaw();
      }
      case START -> house.service(act.target()).start();
      case REMOVE -> {
        watch.disturbed();
        house.service(act.target()).stop();
      }
      case RESTART_BROKER -> {
        watch.disturbed();
        house.broker().stop();
        startBroker();
      }
      case KILL_BROKER -> {
        watch.disturbed();
        house.broker().kill();
        startBroker();
      }
      case DUPLICATE -> publisher.duplicate(act.amount());
      case REORDER -> publisher.reorder(act.amount());
      case GARBAGE -> publisher.garbage(act.amount());
      case ADD_PARTITION -> {
        watch.disturbed();
        grow.grow(house.bootstrap());
      }
    }
  }

  private void startBroker() throws InterruptedException {
    house.broker().start();
    TopicAdmin.createMissing(house.bootstrap(), BROKER_PATIENCE); // returns when it answers
  }
}
