package evpose.messages;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many decimals a number has on the wire. Without it a number is written with as many digits as
 * it takes to read back the same double.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Decimals {
  int value();

  /** Pixels, 1e-4. */
  int PX = 4;

  /** Millimetres and mm², 1e-3. */
  int MM = 3;

  /** Confidences, 1e-4. */
  int CONFIDENCE = 4;
}
