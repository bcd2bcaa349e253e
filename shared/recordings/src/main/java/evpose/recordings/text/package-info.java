/**
 * Events as text: one a line, columns parted by commas, semicolons, tabs or blanks. What the
 * columns are, and what the times count, is told by a line of names, given, or detected.
 *
 * <pre>
 *  t,x,y,p                      0.003811 96 133 0            # 640x480
 *  1203,17,240,1                RPG's data sets: t x y p     x y p t, as Prophesee's converters write
 * </pre>
 */
@org.jspecify.annotations.NullMarked
package evpose.recordings.text;
