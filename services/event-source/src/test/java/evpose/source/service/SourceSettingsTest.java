package evpose.source.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class SourceSettingsTest {
  @Test
  void defaultsAreAnEndlessSimulationOfDhp19InRealTime() throws IOException {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new SourceSettings(
                "", "", "", "", 4, 1, 100, 1, 0, 0, "", "", List.of(), List.of(), false, List.of(),
                0, "", "", "", List.of(), false));
    assertThat(bind(Map.of()).stepMicros()).isEqualTo(10_000);
  }

  @Test
  void everyKeyArrives() throws IOException {
    assertThat(
            bind(
                Map.of(
                    "SOURCE_MOTION", "walk.bvh",
                    "SOURCE_CALIBRATION", "c.json",
                    "SOURCE_RIG", "studio",
                    "SOURCE_CAMERAS", "6",
                    "SOURCE_SEED", "9",
                    "SOURCE_RATE_HZ", "200",
                    "SOURCE_SPEED", "0",
                    "SOURCE_SECONDS", "2.5",
                    "SOURCE_PRERENDER_SECONDS", "30",
                    "SOURCE_POLICY", "fixed-20")))
        .isEqualTo(
            new SourceSettings(
                "",
                "walk.bvh",
                "c.json",
                "studio",
                6,
                9,
                200,
                0,
                2.5,
                30,
                "",
                "fixed-20",
                List.of(),
                List.of(),
                false,
                List.of(),
                0,
                "",
                "",
                "",
                List.of(),
                false));
    assertThat(bind(Map.of("SOURCE_PICK", "cam2,cam3")).pick()).containsExactly("cam2", "cam3");
    assertThat(bind(Map.of("SOURCE_INPUT", "a.aedat4")).input()).isEqualTo("a.aedat4");
    assertThat(bind(Map.of("SOURCE_DROP_BEYOND_MB", "16")).limitBytes()).isEqualTo(16_000_000);
    assertThat(bind(Map.of("SOURCE_MODEL", "compact-200hz")).model()).isEqualTo("compact-200hz");
    assertThat(bind(Map.of("SOURCE_LOOP", "true")).loop()).isTrue();
    assertThat(bind(Map.of("SOURCE_FRAMES", "true")).frames()).isTrue();
    assertThat(bind(Map.of("SOURCE_LISTEN", "a:1,b:2")).listen()).containsExactly("a:1", "b:2");
    SourceSettings several =
        bind(Map.of("SOURCE_INPUTS", "a.raw,b.raw", "SOURCE_OFFSETS_MICROS", "0,-250"));
    assertThat(several.recordings()).containsExactly("a.raw", "b.raw");
    assertThat(several.offsetsMicros()).containsExactly(0L, -250L);
  }

  @Test
  void refusesToStartAndNamesTheKey() {
    assertThatThrownBy(() -> bind(Map.of("SOURCE_SENSOR", "wide")))
        .hasRootCauseMessage("a size must look like 640x480: size=wide");
    assertThatThrownBy(() -> bind(Map.of("SOURCE_TIME_UNIT", "hours")))
        .hasRootCauseMessage(
            "evpose.source.time-unit must be s, ms, us or ns, or empty: time-unit=hours");
    assertThatThrownBy(() -> bind(Map.of("SOURCE_CAMERAS", "17")))
        .isInstanceOf(BindException.class)
        .hasRootCauseMessage("evpose.source.cameras must be in [1, 16]: cameras=17");
    assertThatThrownBy(() -> bind(Map.of("SOURCE_RATE_HZ", "60")))
        .hasRootCauseMessage(
            "evpose.source.rate-hz must be in [10, 1000] and divide 1000000: rate-hz=60");
    assertThatThrownBy(() -> bind(Map.of("SOURCE_SPEED", "NaN")))
        .hasRootCauseMessage(
            "evpose.source.speed must be in [0, 1000], 0 is as fast as possible: speed=NaN");
    assertThatThrownBy(() -> bind(Map.of("SOURCE_INPUTS", "a,b", "SOURCE_OFFSETS_MICROS", "1")))
        .hasRootCauseMessage(
            "each recording or address needs an offset, or none: inputs=2, offsets-micros=1");
    assertThatThrownBy(() -> bind(Map.of("SOURCE_INPUT", "a.aedat4", "SOURCE_MOTION", "b.bvh")))
        .hasRootCauseMessage(
            "choose a recording or a motion, not both: input=a.aedat4, motion=b.bvh");
  }

  /** As Spring does it: the YAML beneath, variables above. */
  static SourceSettings bind(Map<String, String> environment) throws IOException {
    StandardEnvironment all = new StandardEnvironment();
    all.getPropertySources().addFirst(new MapPropertySource("env", Map.copyOf(environment)));
    List<?> yaml =
        new YamlPropertySourceLoader().load("yml", new ClassPathResource("event-source.yml"));
    yaml.forEach(
        source ->
            all.getPropertySources()
                .addLast((org.springframework.core.env.PropertySource<?>) source));
    ConfigurationPropertySources.attach(all);
    return Binder.get(all).bind("evpose.source", SourceSettings.class).get();
  }
}
