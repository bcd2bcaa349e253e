package evpose.camera.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;

class CameraSettingsTest {
  @Test
  void defaultsRunTheShippedModelTenTimesASecond() throws IOException {
    assertThat(bind(Map.of()))
        .isEqualTo(
            new CameraSettings(
                "evpose-camera",
                "compact",
                "",
                100,
                0,
                0,
                1,
                "float32",
                2,
                false,
                1000,
                false,
                0,
                "oldest-first",
                10_000));
  }

  @Test
  void everyKeyArrives() throws IOException {
    assertThat(
            bind(
                Map.ofEntries(
                    Map.entry("CAMERA_APPLICATION_ID", "other"),
                    Map.entry("CAMERA_MODEL", "/models/own.json"),
                    Map.entry("CAMERA_MODELS", "/tmp"),
                    Map.entry("CAMERA_KEY_FRAME_MILLIS", "200"),
                    Map.entry("CAMERA_KEY_FRAME_DELAY_STEPS", "3"),
                    Map.entry("CAMERA_ANN_THREADS", "5"),
                    Map.entry("CAMERA_SNN_THREADS", "4"),
                    Map.entry("CAMERA_SNN_WEIGHTS", "int16"),
                    Map.entry("CAMERA_THREADS", "7"),
                    Map.entry("CAMERA_EXACTLY_ONCE", "true"),
                    Map.entry("CAMERA_WARM_UP_STEPS", "0"),
                    Map.entry("CAMERA_FAST_FAILOVER", "true"),
                    Map.entry("CAMERA_SHED_AFTER_MILLIS", "300"),
                    Map.entry("CAMERA_SHED", "freshest-first"),
                    Map.entry("CAMERA_ABREAST_MILLIS", "5000"))))
        .isEqualTo(
            new CameraSettings(
                "other",
                "/models/own.json",
                "/tmp",
                200,
                3,
                5,
                4,
                "int16",
                7,
                true,
                0,
                true,
                300,
                "freshest-first",
                5_000));
  }

  @Test
  void refusesToStartAndNamesTheKey() {
    assertThatThrownBy(() -> bind(Map.of("CAMERA_THREADS", "0")))
        .hasRootCauseMessage("evpose.camera.threads must be in [1, 64]: threads=0");
    assertThatThrownBy(() -> bind(Map.of("CAMERA_KEY_FRAME_MILLIS", "5000")))
        .hasRootCauseMessage(
            "evpose.camera.key-frame-millis must be in [1, 2000]: key-frame-millis=5000");
    assertThatThrownBy(() -> bind(Map.of("CAMERA_MODELS", "/nowhere")))
        .hasRootCauseMessage(
            "evpose.camera.models must be a folder that is there, or empty: models=/nowhere");
    assertThatThrownBy(() -> bind(Map.of("CAMERA_SNN_WEIGHTS", "int8")))
        .hasRootCauseMessage(
            "evpose.camera.snn-weights must be float32 or int16: snn-weights=int8");
    assertThatThrownBy(() -> bind(Map.of("CAMERA_SNN_THREADS", "0")))
        .hasRootCauseMessage("evpose.camera.snn-threads must be in [1, 64]: snn-threads=0");
    assertThatThrownBy(() -> bind(Map.of("CAMERA_KEY_FRAME_DELAY_STEPS", "-1")))
        .hasRootCauseMessage(
            "evpose.camera.key-frame-delay-steps must be in [0, 100]: key-frame-delay-steps=-1");
    assertThatThrownBy(() -> bind(Map.of("CAMERA_ABREAST_MILLIS", "25000")))
        .hasRootCauseMessage(
            "evpose.camera.abreast-millis must be 0 or in [1000, 20000]: abreast-millis=25000");
  }

  @Test
  void sheddingNeedsTransactions() {
    assertThatThrownBy(() -> bind(Map.of("CAMERA_SHED_AFTER_MILLIS", "300")))
        .hasRootCauseMessage(
            "evpose.camera.shed-after-millis needs evpose.camera.exactly-once=true: without it a"
                + " frozen instance that wakes gives up steps that its successor has answered:"
                + " shed-after-millis=300");
  }

  @Test
  void halfTheCoresRunAnnsUnlessItIsSaid() throws IOException {
    CameraSettings byDefault = bind(Map.of());
    assertThat(byDefault.annThreadsOn(1)).isEqualTo(1);
    assertThat(byDefault.annThreadsOn(16)).isEqualTo(8);
    assertThat(bind(Map.of("CAMERA_ANN_THREADS", "3")).annThreadsOn(16)).isEqualTo(3);
  }

  @Test
  void aModelThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> CameraModel.load("huge", Engines.PLAIN))
        .hasMessage(
            "evpose.camera.model must be a shipped preset or the .json of a trained model:"
                + " evpose.camera.model=huge");
    assertThatThrownBy(() -> CameraModel.load("nowhere/own.json", Engines.PLAIN))
        .hasMessageStartingWith(
            "the model cannot be read: evpose.camera.model=nowhere/own.json, cause=nowhere/own");
  }

  /** As Spring does it: the YAML beneath, variables above. */
  private static CameraSettings bind(Map<String, String> environment) throws IOException {
    StandardEnvironment all = new StandardEnvironment();
    all.getPropertySources().addFirst(new MapPropertySource("env", Map.copyOf(environment)));
    new YamlPropertySourceLoader()
        .load("yml", new ClassPathResource("camera-service.yml"))
        .forEach(source -> all.getPropertySources().addLast(source));
    ConfigurationPropertySources.attach(all);
    return Binder.get(all).bind("evpose.camera", CameraSettings.class).get();
  }
}
