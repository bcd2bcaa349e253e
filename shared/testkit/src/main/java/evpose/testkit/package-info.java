/**
 * What tests of the rooms above share: a real broker for the length of a test class, waiting for
 * records without sleeping, and a scene whose 2D views are perfect. The ways in are {@link
 * evpose.testkit.BrokerExtension}, {@link evpose.testkit.TopicWatcher} and {@link
 * evpose.testkit.PerfectScene}. Used in test scope only; knows no service and no network.
 */
@org.jspecify.annotations.NullMarked
package evpose.testkit;
