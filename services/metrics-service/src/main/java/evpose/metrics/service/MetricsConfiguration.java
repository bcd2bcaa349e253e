package evpose.metrics.service;

import evpose.evaluation.energy.EnergyTable;
import evpose.metrics.service.live.LiveMetrics;
import evpose.metrics.service.live.LiveSettings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts the service together. */
@Configuration(proxyBeanMethods = false)
class MetricsConfiguration {
  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  @Bean
  RigMeters rigMeters(MeterRegistry meters) {
    return new RigMeters(meters, EnergyTable.FP32_7NM.name());
  }

  @Bean
  LiveMetrics liveMetrics(MetricsSettings settings, RigMeters meters) {
    LiveMetrics live =
        new LiveMetrics(
            new LiveSettings(
                settings.warmUp().toNanos(),
                settings.horizon().toNanos() / 1000,
                EnergyTable.FP32_7NM),
            meters);
    meters.watch(live);
    return live;
  }

  @Bean
  MovedCameras movedCameras(LiveMetrics live) {
    return new MovedCameras(live);
  }

  @Bean
  MetricsFeed metricsFeed(
      @Value("${evpose.bootstrap-servers}") String bootstrap,
      MetricsSettings settings,
      LiveMetrics live,
      MovedCameras moved,
      MeterRegistry meters,
      InstantSource clock) {
    return new MetricsFeed(
        bootstrap, settings.fromEarliest(), new RecordRouter(live, meters, moved), clock);
  }

  @Bean
  KafkaHealth kafkaHealthIndicator(
      @Value("${evpose.bootstrap-servers}") String bootstrap, MetricsFeed feed) {
    return new KafkaHealth(bootstrap, feed);
  }

  @Bean
  PageHub pageHub(LiveMetrics live, MetricsSettings settings) {
    return new PageHub(live, settings);
  }

  @Bean
  Replay replay(
      @Value("${evpose.bootstrap-servers}") String bootstrap,
      LiveMetrics live,
      MetricsSettings settings) {
    return new Replay(bootstrap, live, settings.maxEventsPerCamera());
  }

  @Bean
  MetricsPublisher metricsPublisher(
      @Value("${evpose.bootstrap-servers}") String bootstrap, LiveMetrics live) {
    return MetricsPublisher.open(bootstrap, live.energy().name());
  }

  @Bean
  SecondTicker secondTicker(
      LiveMetrics live,
      RigMeters meters,
      MetricsPublisher publisher,
      PageHub page,
      InstantSource clock) {
    return new SecondTicker(live, meters, publisher, page, clock);
  }

  @Bean
  AccessFilter accessFilter(
      ServerProperties server,
      @Value("${evpose.metrics.user:evpose}") String user,
      @Value("${evpose.metrics.password:}") String password,
      @Value("${evpose.metrics.password-file:}") String passwordFile,
      @Value("${evpose.metrics.allow-anonymous:false}") boolean allowAnonymous) {
    return new AccessFilter(
        PageAccess.of(server.getAddress(), user, password, passwordFile, allowAnonymous));
  }

  @Bean
  SecurityHeaders securityHeaders() {
    return new SecurityHeaders();
  }
}
