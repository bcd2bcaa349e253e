package evpose.evaluation.plots;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class PlotsTest {
  private static final double[] X = {10, 20, 30};

  private static Element parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }

  private static Series series(String name, boolean main, double... values) {
    return new Series(name, 0, values, main, false);
  }

  @Test
  void everyPointOfALineIsThereWithItsNumber() throws Exception {
    Element svg =
        parse(LinePlot.svg("a < b", "x", "y", "px", X, List.of(series("D", true, 5, 6.25, 7))));
    assertThat(svg.getAttribute("aria-label")).isEqualTo("a < b");
    NodeList dots = svg.getElementsByTagName("circle");
    assertThat(dots.getLength()).isEqualTo(3);
    assertThat(dots.item(1).getTextContent()).isEqualTo("D at 20: 6.25 px");
    double first = Double.parseDouble(((Element) dots.item(0)).getAttribute("cy"));
    double last = Double.parseDouble(((Element) dots.item(2)).getAttribute("cy"));
    assertThat(last).isLessThan(first); // more is higher
  }

  @Test
  void whatIsFarAboveTheMainLineLeavesThePlotAndIsNamed() throws Exception {
    List<Series> lines =
        List.of(
            series("D", true, 5, 5, 6),
            series("far", false, 45, 21, 7),
            series("near", false, 6, 7, 8));
    assertThat(LinePlot.leaves(X, lines)).containsExactly("far");
    Element svg = parse(LinePlot.svg("", "x", "y", "px", X, lines));
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3 + 1 + 3);
  }

  @Test
  void missingNumbersLeaveGapsNotPoints() throws Exception {
    Element svg =
        parse(LinePlot.svg("", "x", "y", "px", X, List.of(series("D", true, 5, Double.NaN, 7))));
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2);
    String path = ((Element) svg.getElementsByTagName("path").item(0)).getAttribute("d");
    assertThat(path.chars().filter(c -> c == 'M').count()).isEqualTo(2);
  }

  @Test
  void barsBeginAtZeroAndAreAsLongAsTheirNumbers() throws Exception {
    Element svg =
        parse(
            BarRows.svg(
                "",
                "px",
                "px",
                List.of("head", "hip"),
                series("D", true, 4, 8),
                List.of(series("held", false, 5, Double.NaN))));
    NodeList bars = svg.getElementsByTagName("rect");
    double first = Double.parseDouble(((Element) bars.item(0)).getAttribute("width"));
    double second = Double.parseDouble(((Element) bars.item(1)).getAttribute("width"));
    assertThat(second / first).isBetween(1.99, 2.01);
    assertThat(bars.item(1).getTextContent()).isEqualTo("hip, D: 8.00 px");
    assertThat(svg.getElementsByTagName("g").getLength()).isEqualTo(1); // one mark, one missing
  }

  @Test
  void pointsWithoutAPlaceOnALogarithmicAxisAreLeftOut() throws Exception {
    Element svg =
        parse(
            ScatterPlot.svg(
                "",
                "mW",
                "px",
                List.of(
                    new ScatterPlot.Point("D", 0, 2, 5, true),
                    new ScatterPlot.Point("free", 1, 0, 5, false),
                    new ScatterPlot.Point("ANN", 2, 20, 6, false))));
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(2);
  }

  @Test
  void aGridTellsEveryCell() throws Exception {
    Element svg =
        parse(
            HeatGrid.svg(
                "",
                "step",
                List.of("static"),
                List.of("1", "2"),
                new double[][] {{0.5, 12.25}},
                12.25,
                "%.1f"));
    NodeList cells = svg.getElementsByTagName("rect");
    assertThat(cells.item(0).getTextContent()).isEqualTo("static, 1: 0.5");
    assertThat(cells.item(1).getTextContent()).isEqualTo("static, 2: 12.3");
  }

  @Test
  void ticksAreRoundNumbers() {
    assertThat(Ticks.step(7, 7)).isEqualTo(1);
    assertThat(Ticks.step(9.6, 8)).isEqualTo(2);
    assertThat(Ticks.step(0, 8)).isEqualTo(1);
    assertThat(Ticks.linear(4, 6, 1)).containsExactly(4.0, 5.0, 6.0);
    assertThat(Ticks.logarithmic(1.5, 30)).containsExactly(2.0, 5.0, 10.0, 20.0);
    assertThat(Ticks.text(0.25)).isEqualTo("0.25");
    assertThat(Ticks.text(20)).isEqualTo("20");
  }

  @Test
  void textsMayHoldAnything() {
    assertThat(Svg.escape("a<b> & \"c\"")).isEqualTo("a&lt;b&gt; &amp; &quot;c&quot;");
  }

  @Test
  void bothAxesOfALogPlotAreLogarithmic() throws Exception {
    double[] x = {1, 10, 100};
    Element svg = parse(LogPlot.svg("", "x", "y", "ms", x, List.of(series("D", true, 1, 10, 100))));
    NodeList dots = svg.getElementsByTagName("circle");
    double[] at = new double[6];
    for (int i = 0; i < 3; i++) {
      at[i] = Double.parseDouble(((Element) dots.item(i)).getAttribute("cx"));
      at[3 + i] = Double.parseDouble(((Element) dots.item(i)).getAttribute("cy"));
    }
    assertThat(at[2] - at[1]).isCloseTo(at[1] - at[0], within(0.2)); // one decimal each
    assertThat(at[5] - at[4]).isCloseTo(at[4] - at[3], within(0.2)).isNegative();
  }

  @Test
  void numbersWithoutALogarithmAreLeftOut() throws Exception {
    Element svg =
        parse(LogPlot.svg("", "x", "y", "", X, List.of(series("D", true, 0, Double.NaN, 7))));
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(1);
  }

  @Test
  void aPictureAloneBringsItsNameSpaceAndColours() throws Exception {
    String picture = LogPlot.svg("a > b", "x", "y", "", X, List.of(series("D", true, 1, 2, 3)));
    Element svg = parse(Svg.alone(picture));
    assertThat(svg.getAttribute("xmlns")).isEqualTo("http://www.w3.org/2000/svg");
    assertThat(svg.getAttribute("aria-label")).isEqualTo("a > b");
    assertThat(svg.getElementsByTagName("style").item(0).getTextContent()).contains(".s0", ".grid");
  }
}
