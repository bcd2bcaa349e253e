package evpose.allinone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StartTogetherTest {
  @Test
  void eachMayWaitForTheOther() throws InterruptedException {
    CountDownLatch one = new CountDownLatch(1);
    CountDownLatch two = new CountDownLatch(1);
    StartTogether.all(
        List.of(
            () -> {
              one.countDown();
              two.await();
            },
            () -> {
              two.countDown();
              one.await();
            }));
    assertThat(one.getCount() + two.getCount()).isZero();
  }

  @Test
  void whatFailedIsThrownAsItIsWhenTheOthersHaveEnded() {
    AtomicBoolean ended = new AtomicBoolean();
    CountDownLatch failing = new CountDownLatch(1);
    assertThatThrownBy(
            () ->
                StartTogether.all(
                    List.of(
                        () -> {
                          failing.countDown();
                          throw new IllegalArgumentException("the port is in use");
                        },
                        () -> {
                          failing.await();
                          ended.set(true);
                        })))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the port is in use");
    assertThat(ended).isTrue();
  }

  @Test
  void whoeverInterruptsTheStartInterruptsAll() throws InterruptedException {
    CountDownLatch waiting = new CountDownLatch(1);
    AtomicBoolean told = new AtomicBoolean();
    Thread starting =
        new Thread(
            () -> {
              try {
                StartTogether.all(
                    List.of(
                        () -> {
                          waiting.countDown();
                          new CountDownLatch(1).await();
                        }));
              } catch (InterruptedException e) {
                told.set(true);
              }
            });
    starting.start();
    waiting.await();
    starting.interrupt();
    starting.join();
    assertThat(told).isTrue();
  }
}
