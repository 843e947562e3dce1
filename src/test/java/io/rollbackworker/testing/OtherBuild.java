package io.rollbackworker.testing;

import io.rollbackworker.kafka.KafkaSettings;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The program in another version, compiled whole, for processes of its own. */
public final class OtherBuild {
  private static final List<String> PARTS =
      List.of("src/main/java", "src/main/resources", "schemas");
  private final String name;
  private final Path folder;

  private OtherBuild(String name) throws IOException {
    this.name = name;
    this.folder = Path.of("target", "builds", name);
    if (Files.exists(folder)) { // A source that is gone meanwhile would be compiled, too.
      try (Stream<Path> old = Files.walk(folder)) {
        for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(folder);
  }

  /** As the sources are now, with some edits. */
  public static OtherBuild edited(String name, Map<String, Map<String, String>> edits)
      throws IOException {
    OtherBuild build = new OtherBuild(name);
    for (String part : PARTS) {
      copy(Path.of(part), build.folder.resolve(part));
    }
    for (var file : edits.entrySet()) {
      Path path =
          build.folder.resolve("src/main/java/io/rollbackworker").resolve(file.getKey() + ".java");
      String source = Files.readString(path);
      for (var edit : file.getValue().entrySet()) {
        if (source.split(java.util.regex.Pattern.quote(edit.getKey()), -1).length != 2) {
          throw new IllegalStateException("expected once in " + path + ": " + edit.getKey());
        }
        source = source.replace(edit.getKey(), edit.getValue());
      }
      Files.writeString(path, source);
    }
    return build.compiled();
  }

  /** As the repository had it. */
  public static OtherBuild ofCommit(String commit) throws IOException {
    OtherBuild build = new OtherBuild(commit);
    Tool.run(
        "git archive %s %s | tar x -C %s"
            .formatted(commit, String.join(" ", PARTS), build.folder.toAbsolutePath()));
    return build.compiled();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            Files.writeString(target, Files.readString(file));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private OtherBuild compiled() throws IOException {
    try (Stream<Path> sources = Files.walk(folder.resolve("src/main/java"))) {
      Compiler.compile(
          sources.filter(file -> file.toString().endsWith(".java")).toList(),
          folder.resolve("classes"));
    }
    return this;
  }

  private List<String> command(String... arguments) {
    String classPath =
        String.join(
            File.pathSeparator,
            folder.resolve("classes").toAbsolutePath().toString(),
            folder.resolve("src/main/resources").toAbsolutePath().toString(),
            folder.toAbsolutePath().toString(),
            libraries());
    return Jvm.command(classPath, "io.rollbackworker.Main", List.of(arguments));
  }

  /** Without the tests, whose way of logging is not the program's. */
  private static String libraries() {
    return Stream.of(Jvm.classPath().split(File.pathSeparator))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** A worker of this version. */
  public WorkerProcess worker(KafkaSettings kafka, URI cloud) throws IOException {
    return WorkerProcess.start(
        command("run"),
        WorkerProcess.environment(kafka, cloud, name, Map.of()),
        folder.resolve("worker.log").toFile());
  }

  /** What its workers have logged. */
  public String log() throws IOException {
    return Files.readString(folder.resolve("worker.log"));
  }

  /** A sub-command of this version; what it printed. */
  public String run(KafkaSettings kafka, URI cloud, String... arguments)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectErrorStream(true);
    builder.environment().putAll(WorkerProcess.environment(kafka, cloud, name, Map.of()));
    Process process = builder.start();
    String printed =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IllegalStateException(String.join(" ", arguments) + " failed: " + printed);
    }
    return printed;
  }
}
