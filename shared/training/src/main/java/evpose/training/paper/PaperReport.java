package evpose.training.paper;

import evpose.evaluation.energy.EnergyTable;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The paper's tables and figures with ours beside them, from reports that are there. */
public final class PaperReport {
  static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String CATALOGUE = "/evpose/paper/catalogue.json";

  /** Two numbers are equal when they round to the same third digit, as the paper prints them. */
  private static final double EQUAL = 0.005;

  /**
   * A number of the paper and what stands beside it.
   *
   * @param paper NaN when it has none
   * @param ours measured; NaN when there is none
   * @param each what ours is the mean of, where it is one: a number of each seed; else empty
   * @param paperSize by our counters at the paper's size; NaN when there is none
   */
  record Cell(String column, double paper, double ours, List<Double> each, double paperSize) {}

  /**
   * A row of a table.
   *
   * @param why a sentence where a number of ours is missing; empty when none is
   */
  record Row(String name, List<Cell> cells, String why) {}

  /** A curve of the paper and ours; of numbers that are not there, empty. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Curve(String name, double[] paper, double[] ours) {}

  /**
   * A sentence of the paper, put to our numbers.
   *
   * @param holds null when a number is missing
   */
  record Claim(String says, String paper, double left, double right, @Nullable Boolean holds) {}

  /** One table or figure. */
  @SuppressWarnings("ArrayRecordComponent") // a carrier, never compared
  record Section(
      String id,
      String title,
      String about,
      double[] x,
      String xLabel,
      String yLabel,
      List<Curve> curves,
      List<Row> rows,
      List<Claim> claims) {}

  private final String source;
  private final List<Section> sections = new ArrayList<>();
  private final Map<String, Object> conventions = new LinkedHashMap<>();
  private final Map<String, Object> paperSize;

  private PaperReport(JsonNode catalogue, Map<String, JsonNode> reports) {
    source = catalogue.path("source").asString();
    paperSize = PaperSize.keys(catalogue.path("authorsRates"), EnergyTable.FP32_7NM);
    ObjectNode root = JSON.createObjectNode();
    root.set("paperSize", JSON.valueToTree(paperSize));
    reports.forEach(
        (name, report) -> {
          root.set(name, report);
          conventions.put(name, convention(report));
        });
    Values values = new Values(root);
    for (JsonNode section : catalogue.path("sections")) {
      sections.add(section(section, values));
    }
  }

  /**
   * Lays them side by side.
   *
   * @param reports of {@code evpose evaluate} by the name that the catalogue has for them, such as
   *     compact
   */
  public static PaperReport of(Map<String, JsonNode> reports) throws IOException {
    try (InputStream in = PaperReport.class.getResourceAsStream(CATALOGUE)) {
      if (in == null) {
        throw new IOException("the catalogue is not in this jar: resource=" + CATALOGUE);
      }
      return new PaperReport(JSON.readTree(in.readAllBytes()), reports);
    }
  }

  /** What a report's numbers are of, in its own words. */
  private static Map<String, Object> convention(JsonNode report) {
    Map<String, Object> keys = new LinkedHashMap<>();
    for (String key :
        List.of("command", "version", "preset", "split", "frozenTestSet", "dataset", "subset")) {
      if (report.has(key)) {
        keys.put(key, report.path(key));
      }
    }
    keys.put("energyTable", report.path("energyTable"));
    return keys;
  }

  private static Section section(JsonNode section, Values values) {
    List<Curve> curves = new ArrayList<>();
    for (JsonNode curve : section.path("curves")) {
      curves.add(
          new Curve(
              curve.path("name").asString(),
              numbers(curve.path("paper")),
              values.numbers(curve.path("ours").asString())));
    }
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : section.path("rows")) {
      rows.add(row(row, values));
    }
    List<Claim> claims = new ArrayList<>();
    for (JsonNode claim : section.path("claims")) {
      claims.add(claim(claim, values));
    }
    return new Section(
        section.path("id").asString(),
        section.path("title").asString(),
        section.path("about").asString(),
        numbers(section.path("x")),
        section.path("xLabel").asString(""),
        section.path("yLabel").asString(""),
        curves,
        rows,
        claims);
  }

  private static Row row(JsonNode row, Values values) {
    List<Cell> cells = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (JsonNode cell : row.path("cells")) {
      double ours = find(cell.path("ours"), values);
      if (cell.has("ours") && Double.isNaN(ours)) {
        missing.add(cell.path("ours").asString());
      }
      cells.add(
          new Cell(
              cell.path("column").asString(),
              cell.path("paper").asDouble(Double.NaN),
              ours,
              seeds(cell.path("ours"), values),
              find(cell.path("paperSize"), values)));
    }
    String why = row.path("why").asString("");
    if (!missing.isEmpty()) {
      why = (why + " No report that was given has " + String.join(", ", missing) + ".").strip();
    }
    return new Row(row.path("name").asString(), cells, why);
  }

  private static Claim claim(JsonNode claim, Values values) {
    double left = find(claim.path("left"), values);
    double right = find(claim.path("right"), values) * claim.path("factor").asDouble(1);
    Boolean holds = null;
    if (!Double.isNaN(left) && !Double.isNaN(right)) {
      holds =
          switch (claim.path("relation").asString()) {
            case "<" -> left < right;
            case ">" -> left > right;
            default -> Math.abs(left - right) <= EQUAL * Math.abs(right);
          };
    }
    return new Claim(
        claim.path("says").asString(), claim.path("paper").asString(), left, right, holds);
  }

  private static double find(JsonNode place, Values values) {
    if (place.isNumber()) {
      return place.asDouble();
    }
    return place.isString() ? values.number(place.asString()) : Double.NaN;
  }

  private static List<Double> seeds(JsonNode place, Values values) {
    if (!place.isString()) {
      return List.of();
    }
    double[] each = values.each(place.asString());
    return each.length < 2 ? List.of() : Arrays.stream(each).boxed().toList();
  }

  private static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asDouble();
    }
    return numbers;
  }

  List<Section> sections() {
    return sections;
  }

  /** The keys of the JSON result. */
  public Map<String, Object> keys() {
    Map<String, Object> keys = new LinkedHashMap<>();
    keys.put("source", source);
    keys.put("reports", conventions);
    keys.put("paperSize", paperSize);
    Map<String, Object> all = new LinkedHashMap<>();
    for (Section section : sections) {
      Map<String, Object> its = new LinkedHashMap<>();
      its.put("title", section.title);
      its.put("rows", section.rows.stream().map(PaperReport::keys).toList());
      its.put("curves", section.curves.stream().map(PaperReport::keys).toList());
      its.put("claims", section.claims.stream().map(PaperReport::keys).toList());
      all.put(section.id, its);
    }
    keys.put("sections", all);
    return keys;
  }

  private static Map<String, @Nullable Object> keys(Row row) {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("row", row.name);
    for (Cell cell : row.cells) {
      Map<String, @Nullable Object> its = new LinkedHashMap<>();
      its.put("paper", number(cell.paper));
      its.put("ours", number(cell.ours));
      if (!cell.each.isEmpty()) {
        its.put("oursEach", cell.each);
      }
      its.put("oursAtPaperSize", number(cell.paperSize));
      keys.put(cell.column, its);
    }
    keys.put("why", row.why);
    return keys;
  }

  private static Map<String, @Nullable Object> keys(Curve curve) {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("curve", curve.name);
    keys.put("paper", curve.paper);
    keys.put("ours", curve.ours);
    return keys;
  }

  private static Map<String, @Nullable Object> keys(Claim claim) {
    Map<String, @Nullable Object> keys = new LinkedHashMap<>();
    keys.put("says", claim.says);
    keys.put("paper", claim.paper);
    keys.put("left", number(claim.left));
    keys.put("right", number(claim.right));
    keys.put("holdsHere", claim.holds);
    return keys;
  }

  private static @Nullable Object number(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** How many claims hold here, do not, and cannot be put. */
  public String summary() {
    long holds = claims().stream().filter(c -> Boolean.TRUE.equals(c.holds)).count();
    long fails = claims().stream().filter(c -> Boolean.FALSE.equals(c.holds)).count();
    return claims().size()
        + " sentences of the paper: "
        + holds
        + " hold here, "
        + fails
        + " do not, "
        + (claims().size() - holds - fails)
        + " lack a number";
  }

  private List<Claim> claims() {
    return sections.stream().flatMap(s -> s.claims.stream()).toList();
  }

  /**
   * A page that needs nothing but itself.
   *
   * @param facts what ran where and when; name to text
   */
  public String html(Map<String, String> facts) {
    return PaperPage.of(this, source, conventions, facts);
  }
}
