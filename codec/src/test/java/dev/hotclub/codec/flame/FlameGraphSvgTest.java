package dev.hotclub.codec.flame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hotclub.model.Frame;
import dev.hotclub.model.Recording;
import dev.hotclub.model.Stack;
import dev.hotclub.model.View;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Read back by the JDK's XML parser.
final class FlameGraphSvgTest {
  private static Document picture(Recording recording) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FlameGraphSvg.write(recording, View.PLAIN, out);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(out.toByteArray()));
  }

  private static Element byId(Document picture, String id) {
    NodeList all = picture.getElementsByTagName("*");
    for (int i = 0; i < all.getLength(); i++) {
      if (((Element) all.item(i)).getAttribute("id").equals(id)) {
        return (Element) all.item(i);
      }
    }
    throw new AssertionError("nothing has the id " + id);
  }

  /// Tooltip, first sample and samples of every bar.
  private static List<String> bars(Document picture) {
    List<String> bars = new ArrayList<>();
    NodeList groups = byId(picture, "frames").getElementsByTagName("g");
    for (int i = 0; i < groups.getLength(); i++) {
      Element group = (Element) groups.item(i);
      Element rect = (Element) group.getElementsByTagName("rect").item(0);
      bars.add(
          "%s @%s+%s"
              .formatted(
                  group.getElementsByTagName("title").item(0).getTextContent(),
                  rect.getAttribute("fg:x"),
                  rect.getAttribute("fg:w")));
    }
    return bars;
  }

  private static Stack stack(String... outermostFirst) {
    return new Stack(
        Arrays.stream(outermostFirst).map(name -> Frame.of(name, "t.py", 3)).toList().reversed());
  }

  @Test
  void barsSayFunctionFileLineSamplesAndShare() throws Exception {
    Document picture =
        picture(
            Hostile.busy(stack("main", "b"), stack("main", "a"), stack("main", "a"), stack("x")));
    assertThat(bars(picture))
        .containsExactlyInAnyOrder(
            "all (4 samples, 100%) @0+4",
            "main (t.py:3) (3 samples, 75.00%) @0+3",
            "a (t.py:3) (2 samples, 50.00%) @0+2",
            "b (t.py:3) (1 samples, 25.00%) @2+1",
            "x (t.py:3) (1 samples, 25.00%) @3+1");
    assertThat(byId(picture, "frames").getAttribute("total_samples")).isEqualTo("4");
    assertThat(byId(picture, "quality").getTextContent())
        .startsWith("0.0 s at 100/s, kernel reader: 4 exact, 1 approximate, 2 lost, 3 late, 4 cut");
  }

  @Test
  void hostileNamesStayText() throws Exception {
    Document picture = picture(Hostile.named());
    assertThat(picture.getElementsByTagName("script").getLength()).isEqualTo(1);
    assertThat(bars(picture).getLast())
        .startsWith(
            "</title></text></script>]]><script>alert(1)</script><!-- \" ' & \ufffd\ufffd[2J\ufffd");
  }

  @Test
  void anEmptyRecordingIsAPictureOfTheRoot() throws Exception {
    assertThat(bars(picture(Hostile.busy()))).containsExactly("all (0 samples, 100%) @0+0");
  }

  @Test
  void aStackAThousandFramesDeepIsKeptWhole() throws Exception {
    Document picture = picture(Hostile.deep(1000));
    assertThat(bars(picture)).hasSize(1001);
    assertThat(picture.getDocumentElement().getAttribute("height")).isEqualTo("16090");
  }
}
