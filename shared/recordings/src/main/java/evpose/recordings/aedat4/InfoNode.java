package evpose.recordings.aedat4;

import evpose.recordings.RecordedCamera;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The XML in the header that says which streams there are.
 *
 * <pre>
 *  dv
 *   +- node outInfo
 *       +- node 0                         the stream's id
 *           +- attr typeIdentifier        EVTS
 *           +- node info
 *               +- attr sizeX, sizeY      pixels
 *               +- attr source            the camera's name
 * </pre>
 */
final class InfoNode {
  private static final int STREAM_DEPTH = 2; // outInfo/0

  private InfoNode() {}

  /** Streams in the order of the XML. */
  static List<Stream> parse(String xml) throws MalformedBodyException {
    try {
      return streams(XML.createXMLStreamReader(new StringReader(xml)));
    } catch (XMLStreamException e) {
      throw new MalformedBodyException(
          "the header's XML must be well-formed: cause="
              + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
    }
  }

  private static final XMLInputFactory XML = factory();

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false); // no entities: no files, no bombs
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    return factory;
  }

  private static List<Stream> streams(XMLStreamReader in)
      throws XMLStreamException, MalformedBodyException {
    List<Stream> streams = new ArrayList<>();
    Deque<String> path = new ArrayDeque<>(); // names of the nodes we are in, outermost first
    Map<String, String> attributes = new HashMap<>(); // of the stream we are in
    while (in.hasNext()) {
      int event = in.next();
      if (event == XMLStreamConstants.START_ELEMENT && in.getLocalName().equals("node")) {
        path.addLast(String.valueOf(in.getAttributeValue(null, "name")));
      } else if (event == XMLStreamConstants.START_ELEMENT && in.getLocalName().equals("attr")) {
        String key = String.valueOf(in.getAttributeValue(null, "key"));
        if (path.size() >= STREAM_DEPTH && "outInfo".equals(path.peekFirst())) {
          attributes.putIfAbsent(key, in.getElementText().strip());
        }
      } else if (event == XMLStreamConstants.END_ELEMENT && in.getLocalName().equals("node")) {
        if (path.size() == STREAM_DEPTH && "outInfo".equals(path.peekFirst())) {
          streams.add(stream(String.valueOf(path.peekLast()), attributes));
          attributes.clear();
        }
        path.pollLast();
      }
    }
    return streams;
  }

  private static Stream stream(String name, Map<String, String> attributes)
      throws MalformedBodyException {
    return new Stream(
        number("stream", name),
        attributes.getOrDefault("typeIdentifier", ""),
        attributes.getOrDefault("source", ""),
        number("sizeX", attributes.getOrDefault("sizeX", "0")),
        number("sizeY", attributes.getOrDefault("sizeY", "0")));
  }

  private static int number(String what, String text) throws MalformedBodyException {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new MalformedBodyException(
          "the header's XML must give " + what + " as a number: " + what + "=" + text);
    }
  }

  /** The XML of a file with these event streams, numbered 0, 1, 2, ... */
  static String of(List<RecordedCamera> cameras, Compression compression) {
    StringBuilder xml = new StringBuilder("<dv version=\"2.0\">\n");
    String root = "/mainloop/Recorder/outInfo/";
    xml.append("    <node name=\"outInfo\" path=\"").append(root).append("\">\n");
    for (int id = 0; id < cameras.size(); id++) {
      RecordedCamera camera = cameras.get(id);
      String path = root + id + "/";
      xml.append("        <node name=\"").append(id).append("\" path=\"").append(path);
      xml.append("\">\n");
      attr(xml, 12, "compression", "string", compression.name());
      attr(xml, 12, "originalModuleName", "string", "evpose");
      attr(xml, 12, "originalOutputName", "string", "events");
      attr(xml, 12, "typeDescription", "string", "Array of events (polarity ON/OFF).");
      attr(xml, 12, "typeIdentifier", "string", Stream.EVENTS);
      xml.append("            <node name=\"info\" path=\"").append(path).append("info/\">\n");
      attr(xml, 16, "sizeX", "int", Integer.toString(camera.width()));
      attr(xml, 16, "sizeY", "int", Integer.toString(camera.height()));
      attr(xml, 16, "source", "string", camera.id());
      attr(xml, 16, "tsOffset", "long", "0");
      xml.append("            </node>\n        </node>\n");
    }
    return xml.append("    </node>\n</dv>\n").toString();
  }

  private static void attr(StringBuilder xml, int indent, String key, String type, String value) {
    xml.append(" ".repeat(indent)).append("<attr key=\"").append(key).append("\" type=\"");
    xml.append(type).append("\">").append(value).append("</attr>\n");
  }
}
