package evpose.triangulation.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import evpose.triangulation.RayIntersection;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class TriangulationSettingsTest {
  static final TriangulationSettings.Body BODY =
      new TriangulationSettings.Body(true, true, true, true, 30, 1000);

  /** Joints come out as they were triangulated. */
  static final TriangulationSettings.Body NO_BODY =
      new TriangulationSettings.Body(false, false, false, false, 0, 1000);

  static final TriangulationSettings DEFAULTS =
      new TriangulationSettings(
          "evpose-triangulation", 5, 3000, 1, false, false, "robust", "compact", BODY);

  @Test
  void defaultsWaitFiveStepsForAFirstAnswerAndThirtySecondsForALast() throws IOException {
    assertThat(bind(Map.of())).isEqualTo(DEFAULTS);
  }

  @Test
  void everyKeyArrives() throws IOException {
    assertThat(
            bind(
                Map.of(
                    "TRIANGULATION_APPLICATION_ID", "lab",
                    "TRIANGULATION_GRACE_STEPS", "7",
                    "TRIANGULATION_HORIZON_STEPS", "80",
                    "TRIANGULATION_THREADS", "3",
                    "TRIANGULATION_EXACTLY_ONCE", "true",
                    "TRIANGULATION_FAST_FAILOVER", "true")))
        .isEqualTo(
            new TriangulationSettings("lab", 7, 80, 3, true, true, "robust", "compact", BODY));
  }

  @Test
  void everyRuleOfTheBodyCanBeSwitchedOff() throws IOException {
    TriangulationSettings settings =
        bind(
            Map.of(
                "TRIANGULATION_METHOD", "rays",
                "TRIANGULATION_BODY_SWAPS", "false",
                "TRIANGULATION_BODY_GATE", "false",
                "TRIANGULATION_BODY_BONES", "false",
                "TRIANGULATION_BODY_FILTER", "false",
                "TRIANGULATION_BODY_HOLD_STEPS", "0"));
    assertThat(settings.method()).isEqualTo("rays");
    assertThat(settings.triangulator()).isInstanceOf(RayIntersection.class);
    assertThat(settings.body()).isEqualTo(NO_BODY);
    assertThat(settings.body().rules().any()).isFalse();
    assertThat(bind(Map.of("TRIANGULATION_BODY_MEMORY_STEPS", "500")).body().memorySteps())
        .isEqualTo(500);
    assertThatThrownBy(() -> bind(Map.of("TRIANGULATION_METHOD", "best")))
        .hasRootCauseMessage(
            "evpose.triangulation.method must be robust, rays, dlt or learned: method=best");
    assertThatThrownBy(() -> bind(Map.of("TRIANGULATION_BODY_HOLD_STEPS", "-1")))
        .hasRootCauseMessage(
            "evpose.triangulation.body.hold-steps must be in [0, 60000]: hold-steps=-1");
  }

  @Test
  void refusesToStartAndNamesTheKey() {
    assertThatThrownBy(() -> bind(Map.of("TRIANGULATION_GRACE_STEPS", "-1")))
        .isInstanceOf(BindException.class)
        .hasRootCauseMessage(
            "evpose.triangulation.grace-steps must not be negative: grace-steps=-1");
    assertThatThrownBy(() -> bind(Map.of("TRIANGULATION_HORIZON_STEPS", "5")))
        .hasRootCauseMessage(
            "evpose.triangulation.horizon-steps must be above grace-steps and at most 60000:"
                + " horizon-steps=5, grace-steps=5");
    assertThatThrownBy(() -> bind(Map.of("TRIANGULATION_THREADS", "0")))
        .hasRootCauseMessage("evpose.triangulation.threads must be in [1, 64]: threads=0");
    assertThatThrownBy(() -> bind(Map.of("TRIANGULATION_APPLICATION_ID", " ")))
        .hasRootCauseMessage("evpose.triangulation.application-id must not be empty");
  }

  /** As Spring does it: the YAML beneath, variables above. */
  private static TriangulationSettings bind(Map<String, String> environment) throws IOException {
    StandardEnvironment all = new StandardEnvironment();
    all.getPropertySources().addFirst(new MapPropertySource("env", Map.copyOf(environment)));
    for (PropertySource<?> source :
        new YamlPropertySourceLoader()
            .load("yml", new ClassPathResource("triangulation-service.yml"))) {
      all.getPropertySources().addLast(source);
    }
    ConfigurationPropertySources.attach(all);
    return Binder.get(all).bind("evpose.triangulation", TriangulationSettings.class).get();
  }
}
