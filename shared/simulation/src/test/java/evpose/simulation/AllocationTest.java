package evpose.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import evpose.camera.Dhp19Rig;
import evpose.camera.ProjectionCamera;
import evpose.events.EventBuffer;
import evpose.simulation.render.BodyFilm;
import evpose.simulation.render.BodyRaster;
import evpose.simulation.render.Capsules;
import evpose.simulation.render.Look;
import evpose.simulation.sensor.DvsSensor;
import evpose.simulation.sensor.GreySettings;
import evpose.simulation.sensor.GreyShutter;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class AllocationTest {
  private static final long TAKE = 40_000;

  private final ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final ProjectionCamera camera = Dhp19Rig.rig().cameras().get(2);
  private final SimulatorSettings settings =
      SimulatorSettings.of(Dhp19Rig.rig(), Movements.of(20, 1), 1, 1);
  private final Stage stage = new Stage(settings);
  private final Capsules body = stage.stand(0).capsules();
  private final Look look = new Look(settings.scene(), 1);
  private final BodyFilm film = new BodyFilm(camera, body, look, 1);
  private final DvsSensor sensor = new DvsSensor(film.image(), settings.dvs(), 1);
  private final GreyShutter shutter =
      new GreyShutter(GreySettings.beforeKeyFrames(33_000), new BodyRaster(camera, look, 1), 4, 1);
  private final EventBuffer events = new EventBuffer();
  private long allocated;

  /** Everything between a pose and the events and frames of it; poses are the motion's affair. */
  @Test
  void picturesEventsAndFramesAllocateNothingOnceWarm() {
    int seen = 0;
    for (int take = 0; take < 50; take++) { // jogging: a period is 19 takes
      shoot(take * TAKE);
      seen += events.size();
    }
    assertThat(seen).isGreaterThan(100_000);
    allocated = 0;
    for (int take = 50; take < 70; take++) {
      shoot(take * TAKE);
    }
    assertThat(allocated).isZero();
  }

  private void shoot(long begin) {
    for (int node = 1; node <= BodyFilm.NODES; node++) {
      stage.stand((begin + TAKE * node / (double) BodyFilm.NODES) * 1e-6);
      long before = thread.getThreadAllocatedBytes(Thread.currentThread().getId());
      film.look(node);
      allocated += thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }
    long before = thread.getThreadAllocatedBytes(Thread.currentThread().getId());
    film.plan();
    sensor.open(begin);
    int ticks = BodyFilm.STRIDES * BodyFilm.TICKS;
    for (int tick = 1; tick <= ticks; tick++) {
      int stride = (tick - 1) / BodyFilm.TICKS;
      if (film.draw(stride, tick - stride * BodyFilm.TICKS)) {
        sensor.see(begin + TAKE * tick / ticks);
      }
    }
    sensor.close(begin + TAKE);
    sensor.hand(begin + TAKE, events);
    shutter.expose(film, begin, begin + TAKE);
    while (shutter.next(begin + TAKE) != null) {
      // taken
    }
    allocated += thread.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
  }
}
