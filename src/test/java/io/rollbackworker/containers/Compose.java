package io.rollbackworker.containers;

import io.rollbackworker.testing.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/** Containers that docker-compose has started, under a project name of their own. */
final class Compose implements AutoCloseable {
  private static final Path LOGS = Path.of("target", "container-logs");

  private final String command;
  private final String project;

  private Compose(String command, String project) {
    this.command = command;
    this.project = project;
  }

  /**
   * Starts the services of a file and waits for none.
   *
   * @param files as docker-compose takes them, for example {@code -f docker-compose.yml}
   * @param variables that the file asks for
   * @param images that must be there already: pulling what cannot be pulled takes minutes
   */
  static Compose up(String project, String files, Map<String, String> variables, String... images)
      throws IOException {
    skipLoudlyWithout(images);
    String assignments =
        variables.entrySet().stream()
            .map(v -> v.getKey() + "=" + v.getValue() + " ")
            .collect(Collectors.joining());
    String program = Tool.succeeds("docker-compose version") ? "docker-compose" : "docker compose";
    Compose compose =
        new Compose(assignments + program + " -p " + project + " " + files + " ", project);
    compose.run("down --volumes --timeout 1");
    compose.run("up --detach --build");
    return compose;
  }

  private static void skipLoudlyWithout(String... images) throws IOException {
    String missing = null;
    if (!Tool.succeeds("docker info")) {
      missing =
          "no Docker engine answers; install one, for example Debian's docker.io and"
              + " docker-compose, and start dockerd";
    } else if (!Tool.succeeds("docker-compose version")
        && !Tool.succeeds("docker compose version")) {
      missing = "no docker-compose; install it, for example Debian's docker-compose";
    }
    for (String image : images) {
      if (missing == null && !Tool.succeeds("docker image inspect " + image)) {
        missing = "the image " + image + " is not there; run: docker pull " + image;
      }
    }
    if (missing != null) {
      System.err.println("SKIPPED container tests: " + missing);
    }
    Assumptions.assumeTrue(missing == null, missing);
  }

  /** A command of docker-compose; what it printed. */
  String run(String words) throws IOException {
    return Tool.run(command + words);
  }

  /** A command of docker for one service's container, whose id stands for %s. */
  void docker(String words, String service) throws IOException {
    Tool.run("docker " + words.formatted(container(service)));
  }

  private String container(String service) throws IOException {
    return Tool.run(
            "docker ps --all --quiet --filter label=com.docker.compose.project="
                + project
                + " --filter label=com.docker.compose.service="
                + service)
        .strip();
  }

  /** The network that all its containers share. */
  String network() {
    return project + "_default";
  }

  /** Keeps the logs and removes everything. */
  @Override
  public void close() throws IOException {
    Tool.run("mkdir -p " + LOGS);
    run("logs --no-color > " + LOGS.resolve(project + ".log"));
    run("down --volumes --timeout 1");
  }
}
