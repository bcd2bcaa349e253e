package evpose.messages;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;

/** How a value of one Java type looks in JSON. */
interface ValueForm {
  void write(JsonGenerator out, Object value);

  /** Reads the value whose first token is the current one, and stops at its last token. */
  Object read(JsonParser in) throws MalformedMessageException;
}
