package evpose.calibration.formats;

import evpose.calibration.CalibratedCamera;
import evpose.calibration.Calibration;
import evpose.calibration.World;
import evpose.calibration.formats.OpenCvCameras.Numbers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** OpenCV's FileStorage as XML, a file or a folder of one file a camera; see OpenCvCameras. */
final class OpenCvXml implements CalibrationFormat {
  @Override
  public String name() {
    return "opencv-xml";
  }

  @Override
  public String about() {
    return "OpenCV FileStorage XML: as opencv, in XML";
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    List<Path> files = FileText.files(file, ".xml");
    return !files.isEmpty() && OpenCvCameras.looksLike(FileText.text(files.get(0)));
  }

  @Override
  public Calibration read(Path file, Reading how) throws IOException {
    List<Path> files = FileText.files(file, ".xml");
    List<Tree> trees = new ArrayList<>();
    for (Path each : files) {
      trees.add(tree(each));
    }
    if (files.isEmpty()) {
      throw new IOException("there is no XML file: file=" + file);
    }
    return OpenCvCameras.read(files, trees, how);
  }

  private static Tree tree(Path file) throws IOException {
    Map<String, Object> fields = new LinkedHashMap<>();
    Element root;
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null); // an exception is enough, nothing on standard error
      root = builder.parse(new ByteArrayInputStream(FileText.bytes(file))).getDocumentElement();
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException(file + ": no XML: " + e.getMessage(), e);
    }
    NodeList nodes = root.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element) {
        fields.put(element.getTagName(), value(element));
      }
    }
    return new Tree(file, "", fields);
  }

  private static Object value(Element element) {
    Node data = element.getElementsByTagName("data").item(0);
    String text = (data == null ? element : data).getTextContent().strip();
    if (data != null) {
      return text;
    }
    try {
      return Double.valueOf(text);
    } catch (NumberFormatException e) {
      return text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }
  }

  @Override
  public void write(Calibration calibration, Path file, Writing how) throws IOException {
    World world = how.world(1, World.Up.Z);
    Files.createDirectories(file);
    for (CalibratedCamera camera : calibration.cameras()) {
      Numbers n = Numbers.of(camera, world, name());
      String text =
          "<?xml version=\"1.0\"?>\n<opencv_storage>\n<image_width>"
              + camera.width()
              + "</image_width>\n<image_height>"
              + camera.height()
              + "</image_height>\n<camera_name>\""
              + camera.id()
              + "\"</camera_name>\n<units>\""
              + Reading.unitName(world.mmPerUnit())
              + "\"</units>\n<world_up>\""
              + world.up().label()
              + "\"</world_up>\n<fisheye>"
              + (n.fisheye() ? 1 : 0)
              + "</fisheye>\n"
              + matrix("camera_matrix", 3, 3, n.pinhole().k())
              + matrix("distortion_coefficients", 1, n.bend().length, n.bend())
              + matrix("R", 3, 3, n.pinhole().rotation())
              + matrix("T", 3, 1, n.pinhole().translationMm())
              + "</opencv_storage>\n";
      Files.writeString(file.resolve(camera.id() + ".xml"), text, StandardCharsets.UTF_8);
    }
  }

  private static String matrix(String name, int rows, int cols, double... numbers) {
    return "<"
        + name
        + " type_id=\"opencv-matrix\">\n  <rows>"
        + rows
        + "</rows>\n  <cols>"
        + cols
        + "</cols>\n  <dt>d</dt>\n  <data>\n    "
        + Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.joining("\n    "))
        + "</data></"
        + name
        + ">\n";
  }
}
