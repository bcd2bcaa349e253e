/**
 * What an event camera says, and how it travels: events, packets, the time grid, and the map from
 * sensor pixels to network cells. Knows nobody and no library.
 */
@org.jspecify.annotations.NullMarked
package evpose.events;
