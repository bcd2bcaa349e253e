package evpose.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CrewTest {

  @Test
  void eachPartIsDoneOnceHoweverManyThereAre() {
    try (Crew crew = new Crew(3, "crew")) {
      for (int round = 0; round < 20_000; round++) {
        int parts = 1 + round % 7;
        AtomicIntegerArray done = new AtomicIntegerArray(parts);
        crew.run(parts, done::incrementAndGet);
        for (int i = 0; i < parts; i++) {
          assertThat(done.get(i)).as("round %d, part %d", round, i).isEqualTo(1);
        }
      }
    }
  }

  @Test
  void whatWorkersWroteIsSeenByTheBringer() {
    try (Crew crew = new Crew(2, "crew")) {
      long[] sums = new long[8];
      for (int round = 1; round <= 2000; round++) {
        crew.run(sums.length, part -> sums[part] += part);
        for (int i = 0; i < sums.length; i++) {
          assertThat(sums[i]).isEqualTo((long) round * i);
        }
      }
    }
  }

  @Test
  void aBusyCrewLeavesTheWorkToItsBringer() throws InterruptedException {
    try (Crew crew = new Crew(2, "crew")) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch end = new CountDownLatch(1);
      Thread first =
          new Thread(
              () ->
                  crew.run(
                      2,
                      part -> {
                        begun.countDown();
                        await(end);
                      }));
      first.start();
      await(begun);
      Thread me = Thread.currentThread();
      crew.run(4, part -> assertThat(Thread.currentThread()).isSameAs(me));
      end.countDown();
      first.join();
    }
  }

  @Test
  void aFailureReachesTheBringerAndTheCrewGoesOn() {
    try (Crew crew = new Crew(2, "crew")) {
      for (int round = 0; round < 100; round++) {
        int bad = round % 3;
        assertThatThrownBy(
                () ->
                    crew.run(
                        3,
                        part -> {
                          if (part == bad) {
                            throw new IllegalArgumentException("part " + part);
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("part " + bad);
      }
    }
  }

  @Test
  void whenClosedTheBringerDoesAll() {
    Crew crew = new Crew(4, "crew");
    crew.close();
    Thread me = Thread.currentThread();
    crew.run(4, part -> assertThat(Thread.currentThread()).isSameAs(me));
    assertThatThrownBy(() -> new Crew(0, "crew")).hasMessageContaining("threads=0");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
