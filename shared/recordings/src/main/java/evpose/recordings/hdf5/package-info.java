/**
 * Events in HDF5: one list of numbers for columns, rows, times and polarities each, or a table of
 * the four. The layouts that are known:
 *
 * <pre>
 *  DSEC              events/x, y, t, p, and t_offset      times in µs, from t_offset on
 *  plain             x, y, t, p  (also xs, ys, ts, ps)    integers µs, fractions s
 *  DHP19 exports     cam0_events/x, y, t, p, cam1_events/...  columns and rows from 1
 *  Event-Human3.6M   events/x, y, t, p, and ms_to_idx     times in ns, which the index tells
 *  MVSEC             davis/left/events [n][4]             x, y, t in s, polarity
 *  Prophesee         CD/events, a table                   only without Prophesee's own codec ECF
 * </pre>
 *
 * The only package of this room that knows jHDF.
 */
@org.jspecify.annotations.NullMarked
package evpose.recordings.hdf5;
