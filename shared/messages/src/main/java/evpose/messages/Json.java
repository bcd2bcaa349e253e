package evpose.messages;

import java.io.ByteArrayOutputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Canonical JSON of the message records: equal records give equal bytes, on every JDK.
 *
 * <ul>
 *   <li>fields in the record's order, no white space, UTF-8
 *   <li>numbers rounded as {@link Decimals} says, in one text only, see {@link CanonicalNumbers}
 *   <li>NaN and infinity are missing: {@code null}
 *   <li>a component marked {@code @Nullable} is left out when null; all others are required
 *   <li>a boolean {@code isFinal} is called {@code final}
 * </ul>
 *
 * Reading ignores fields it does not know, so that newer writers do not trouble older readers.
 */
public final class Json {
  private static final int MAX_NESTING = 16;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_NESTING)
                  .maxDocumentLength(Topics.MAX_MESSAGE_BYTES)
                  .maxNumberLength(400) // a double written without an exponent has up to 310 digits
                  .maxStringLength(Topics.MAX_MESSAGE_BYTES)
                  .maxNameLength(1000)
                  .build())
          .build();

  private Json() {}

  /**
   * A record as canonical JSON.
   *
   * @throws IllegalArgumentException if it is no record of the kinds that messages are made of
   */
  public static byte[] encode(Object record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(2048);
    try (JsonGenerator out = FACTORY.createGenerator(ObjectWriteContext.empty(), bytes)) {
      RecordForm.of(record.getClass()).write(out, record);
    }
    return bytes.toByteArray();
  }

  /**
   * The record that the bytes hold.
   *
   * @throws MalformedMessageException if they hold none: {@code too-large}, {@code not-json},
   *     {@code wrong-type}, {@code missing-field}, {@code duplicate-field}, or {@code bad-value} (a
   *     rule of the record is broken)
   */
  public static <T> T decode(byte[] bytes, Class<T> type) throws MalformedMessageException {
    if (bytes.length > Topics.MAX_MESSAGE_BYTES) {
      throw new MalformedMessageException(
          "too-large",
          "a message has at most " + Topics.MAX_MESSAGE_BYTES + " bytes: bytes=" + bytes.length);
    }
    try (JsonParser in = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      in.nextToken();
      T record = type.cast(RecordForm.of(type).read(in));
      JsonToken trailing = in.nextToken();
      if (trailing != null) {
        throw new MalformedMessageException(
            "not-json", "a message is one JSON object, more follows: found=" + trailing);
      }
      return record;
    } catch (StreamConstraintsException e) {
      throw new MalformedMessageException(
          "too-large", "a limit of messages is passed: " + e.getOriginalMessage());
    } catch (JacksonException e) {
      throw new MalformedMessageException("not-json", "not JSON: " + e.getOriginalMessage());
    }
  }
}
