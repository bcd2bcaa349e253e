/**
 * Calibration files, one class a format; the way in is {@link evpose.calibration.formats.Formats}.
 */
@org.jspecify.annotations.NullMarked
package evpose.calibration.formats;
