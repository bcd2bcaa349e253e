package evpose.cli.compare;

import java.io.PrintWriter;
import java.util.List;

/** A comparison in a terminal. */
public final class ComparisonTable {
  private ComparisonTable() {}

  /** Prints it. */
  public static void print(PrintWriter out, ComparisonReport r) {
    out.printf("A  %s  (%s)%n", r.a().asked(), r.a().policy());
    out.printf("B  %s  (%s)%n", r.b().asked(), r.b().policy());
    out.printf(
        "rig %s, %d cameras, steps %d to %d%n%n",
        r.rig(), r.cameras(), r.firstStep(), r.lastStep());
    print(out, "", "B beside A", ComparisonText.rows(r));
    out.println();
    print(out, "error, " + ComparisonText.jointUnit(r), "apart", ComparisonText.joints(r));
    out.println();
    out.println(ComparisonText.apart(r));
    if (!r.a().refused().isEmpty() || !r.b().refused().isEmpty()) {
      out.println("packets not used: A " + r.a().refused() + ", B " + r.b().refused());
    }
    out.println("power is estimated: " + r.energyTable());
  }

  private static void print(
      PrintWriter out, String what, String between, List<ComparisonText.Row> rows) {
    out.printf("%-26s %12s %12s   %s%n", what, "A", "B", between);
    for (ComparisonText.Row row : rows) {
      out.printf("%-26s %12s %12s   %s%n", row.what(), row.a(), row.b(), row.difference());
    }
  }
}
