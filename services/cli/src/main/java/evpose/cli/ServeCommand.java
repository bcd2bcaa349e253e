package evpose.cli;

import evpose.allinone.AllInOne;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The house without a source: for cameras that publish themselves. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    description = {
      "Runs a broker and all services in one process and waits for event packets that you publish. Register a rig first:"
          + " evpose rig add. Ctrl-C stops it.",
      "Opens nothing outside this machine."
    })
final class ServeCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin HouseOptions house = new HouseOptions();

  @Override
  public Integer call() throws InterruptedException {
    AllInOne all = Houses.open(house);
    CountDownLatch closed = new CountDownLatch(1);
    Thread onSignal =
        new Thread(
            () -> {
              all.close();
              house.tidy();
              closed.countDown();
            },
            "evpose-stop");
    Runtime.getRuntime().addShutdownHook(onSignal);
    var out = spec.commandLine().getOut();
    out.println("page     " + all.page());
    out.println("broker   " + all.bootstrap());
    out.println("register a rig with: evpose rig add --bootstrap " + all.bootstrap() + " --dhp19");
    out.flush();
    while (!closed.await(1, TimeUnit.SECONDS)) {
      Houses.requireBroker(all);
    }
    return 0;
  }
}
