/**
 * From packets, however they were cut, to what a network looks at: closed steps of the time grid
 * and the recent past. Pure: what comes out depends on the packets alone, never on when they came.
 */
@org.jspecify.annotations.NullMarked
package evpose.events.window;
