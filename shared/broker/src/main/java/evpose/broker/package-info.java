/**
 * A real Kafka broker inside this JVM, for running everything with nothing installed and for tests.
 * The way in is {@link evpose.broker.EmbeddedBroker}. Knows Kafka's server jars, and no other room:
 * neither topics nor messages.
 */
@org.jspecify.annotations.NullMarked
package evpose.broker;
