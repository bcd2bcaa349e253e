package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeedsTest {
  @Test
  void someOfTheSimulatedCamerasCanBePicked() throws Exception {
    try (EventFeed feed = Feeds.open(picking("cam2", "cam3"))) {
      assertThat(feed.rig().name()).isEqualTo("dhp19-cam2-cam3");
      assertThat(feed.rig().cameras()).extracting(c -> c.id()).containsExactly("cam2", "cam3");
    }
  }

  @Test
  void camerasThatThereAreNotAreNamed() {
    assertThatThrownBy(() -> Feeds.open(picking("cam2", "left")))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "cameras are picked once each, from those that there are: pick=[cam2, left],"
                + " cameras=[cam0, cam1, cam2, cam3]");
  }

  private static SourceSettings picking(String... cameras) {
    return new SourceSettings(
        "",
        "",
        "",
        "",
        4,
        1,
        100,
        1,
        0,
        0,
        "",
        "",
        List.of(),
        List.of(),
        false,
        List.of(),
        0,
        "",
        "",
        "",
        List.of(cameras),
        false);
  }
}
