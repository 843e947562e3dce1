package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Key;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.Loading;
import io.rollbackworker.telemetry.MeterCatalogue;
import io.rollbackworker.testing.MarkdownTable;
import io.rollbackworker.worker.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What lies in {@code config} fits the program. */
class OperationsKitTest {
  private static final Path CONFIG = Path.of("config");
  private static final Path KUBERNETES = CONFIG.resolve("kubernetes");
  private static final YAMLMapper YAML = new YAMLMapper();

  @TempDir private Path folder;

  @Test
  void shouldNameEveryKeyInTheProductionSample() throws Exception {
    String sample = Files.readString(CONFIG.resolve("production.yaml"));

    for (Key<?> key : Keys.all()) {
      String last = key.name().substring(key.name().indexOf('.') + 1);
      assertThat(sample).as(key.name()).containsPattern("(?m)^ +(# )?" + last + ": ");
    }
    Settings settings = Settings.of(load(CONFIG.resolve("production.yaml")));
    assertThat(settings.kafka().client()).containsEntry("security.protocol", "SASL_SSL");
    assertThat(settings.cloud().projects()).hasSize(2);
  }

  /** The sample says so; who copies it must not change a fleet by it. */
  @Test
  void shouldHaveTheDefaultsInTheProductionSampleUnlessItSaysOtherwise() throws Exception {
    Configuration sample = load(CONFIG.resolve("production.yaml"));
    List<String> others =
        List.of(
            "cloud.auth", "cloud.access-key", "cloud.secret-key", "worker.name", "http.address");

    for (Key<?> key : Keys.all()) {
      String fallback = key.defaultText();
      if (fallback != null && !others.contains(key.name())) {
        assertThat((Object) sample.get(key)).as(key.name()).isEqualTo(key.parser().parse(fallback));
      }
    }
  }

  @Test
  void shouldDescribeEveryMeter() throws IOException {
    assertThat(
            MarkdownTable.rows(
                CONFIG.resolve("README.md"), "| meter | kind | unit | tags | meaning |"))
        .containsExactlyElementsOf(MeterCatalogue.rows());
  }

  @Test
  void shouldHaveAPlaceInTheRunbookForEveryAlert() throws IOException {
    String runbook = Files.readString(CONFIG.resolve("README.md"));
    JsonNode rules =
        YAML.readTree(CONFIG.resolve("prometheus/alerts.yaml").toFile()).at("/groups/0/rules");

    assertThat(rules).hasSizeGreaterThan(10);
    for (JsonNode rule : rules) {
      String name = rule.path("alert").asText();
      assertThat(runbook).contains("\n### " + name + "\n");
      assertThat(rule.at("/annotations/runbook").asText())
          .isEqualTo("config/README.md#" + name.toLowerCase(Locale.ROOT));
      assertThat(rule.at("/labels/severity").asText()).isIn("page", "ticket");
    }
  }

  @Test
  void shouldDeployAConfigurationThatLoads() throws Exception {
    Path file = folder.resolve("worker.yaml");
    Files.writeString(file, manifest("configmap.yaml").at("/data/worker.yaml").asText());
    JsonNode pod = manifest("deployment.yaml").at("/spec/template/spec");
    JsonNode worker = pod.at("/containers/0");
    Map<String, String> environment = new HashMap<>();
    worker
        .path("env")
        .forEach(
            variable ->
                environment.put(variable.path("name").asText(), variable.path("value").asText()));

    Settings settings = Settings.of(Loading.load(file, environment, List.copyOf(Keys.all())));

    int port = settings.http().port().orElseThrow();
    assertThat(worker.at("/ports/0/containerPort").asInt()).isEqualTo(port);
    assertThat(manifest("service.yaml").at("/spec/ports/0/port").asInt()).isEqualTo(port);
    assertThat(manifest("networkpolicy.yaml").at("/spec/ingress/0/ports/0/port").asInt())
        .isEqualTo(port);
    assertThat(Duration.ofSeconds(pod.path("terminationGracePeriodSeconds").asLong()))
        .isGreaterThan(settings.shutdownGrace().plusSeconds(5));
    JsonNode trigger = manifest("scaledobject.yaml").at("/spec/triggers/0/metadata");
    assertThat(trigger.path("consumerGroup").asText()).isEqualTo(settings.kafka().group());
    assertThat(trigger.path("topic").asText()).isEqualTo(settings.kafka().commandsTopic());
  }

  /** A name that is gone keeps every worker of the file from starting. */
  @ParameterizedTest
  @ValueSource(strings = {"docker-compose.yml", "src/test/docker/short-times.yml"})
  void shouldNameSettingsThatExistInTheFilesOfCompose(String file) throws Exception {
    Set<String> known = new HashSet<>();
    Keys.all().forEach(key -> known.add(key.variable()));

    List<String> named =
        Pattern.compile("(?m)^ +(ROLLBACK_\\w+):")
            .matcher(Files.readString(Path.of(file)))
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(named).isNotEmpty().allMatch(known::contains);
  }

  @Test
  void shouldRunWithoutRootAndWithoutWriting() throws IOException {
    JsonNode pod = manifest("deployment.yaml").at("/spec/template/spec");

    assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
    assertThat(pod.at("/securityContext/runAsUser").asInt()).isEqualTo(10_001);
    JsonNode container = pod.at("/containers/0/securityContext");
    assertThat(container.path("readOnlyRootFilesystem").asBoolean()).isTrue();
    assertThat(container.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
    assertThat(container.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      assertThat(pod.at("/containers/0/" + probe + "/httpGet/path").asText())
          .isIn("/health/live", "/health/ready");
    }
  }

  @Test
  void shouldListAllManifests() throws IOException {
    List<String> listed = new ArrayList<>();
    manifest("kustomization.yaml").path("resources").forEach(name -> listed.add(name.asText()));

    try (Stream<Path> files = Files.list(KUBERNETES)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(
              Stream.concat(listed.stream(), Stream.of("kustomization.yaml")).toList());
    }
    for (String name : listed) {
      for (JsonNode document : documents(name)) {
        assertThat(document.at("/metadata/labels/app.kubernetes.io~1name").asText())
            .as(name)
            .isEqualTo("rollback-worker");
      }
    }
  }

  private static JsonNode manifest(String name) throws IOException {
    return documents(name).getFirst();
  }

  private static List<JsonNode> documents(String name) throws IOException {
    try (MappingIterator<JsonNode> documents =
        YAML.readerFor(JsonNode.class).readValues(KUBERNETES.resolve(name).toFile())) {
      return documents.readAll();
    }
  }

  private static Configuration load(Path file) throws Exception {
    return Loading.load(file, Map.of(), List.copyOf(Keys.all()));
  }
}
