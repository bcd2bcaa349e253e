/**
 * Plots as SVG text to stand inside a page: numbers and names in, well-formed markup out. Colours
 * and fonts are the page's: a series has the class {@code s0}, {@code s1}, ... whose {@code --c} is
 * its colour; see {@link evpose.evaluation.plots.Svg#STYLE}. Knows nobody.
 */
@org.jspecify.annotations.NullMarked
package evpose.evaluation.plots;
