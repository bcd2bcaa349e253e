/** Filters that decide event by event what is worth keeping; each for one camera. */
@org.jspecify.annotations.NullMarked
package evpose.events.filter;
