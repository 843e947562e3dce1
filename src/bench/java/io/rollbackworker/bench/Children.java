package io.rollbackworker.bench;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The processes of a run, and what they cost. Whatever is open is killed in the end. */
final class Children implements AutoCloseable {
  private static final String READY = "ready ";

  private final Deque<Process> started = new ArrayDeque<>();
  private final Path folder;

  /**
   * @param folder for their logs
   */
  Children(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  Path folder() {
    return folder;
  }

  /** What a child says, once, when it can be used. */
  static void ready(String where) {
    System.out.println(READY + where);
  }

  /** A process and what it said. */
  record Child(Process process, String said) {
    /** CPU time so far, of all its threads. */
    double cpuSeconds() {
      return process
          .info()
          .totalCpuDuration()
          .map(cpu -> cpu.toNanos() / (double) TimeUnit.SECONDS.toNanos(1))
          .orElse(Double.NaN);
    }

    /** The most memory that it ever had, in MiB. */
    long mostMemoryMib() throws IOException {
      return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) >> 10)
          .findFirst()
          .orElse(-1);
    }

    void kill() throws InterruptedException {
      process.destroyForcibly().waitFor();
    }
  }

  private static List<String> command(Class<?> main, List<String> options, String... args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-Dlogback.configurationFile=logback.xml"); // Not that of the tests, which is mute.
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(args));
    return command;
  }

  /** A class of the benchmark. */
  Child start(Class<?> main, List<String> options, Map<String, String> environment, String... args)
      throws IOException {
    return program(main.getSimpleName(), command(main, options, args), environment);
  }

  /** A class of the benchmark, which says when it is ready. */
  Child awaited(Class<?> main, List<String> options, String... args) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command(main, options, args)).redirectError(log(main.getSimpleName()));
    Process process = builder.start();
    started.push(process);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith(READY)) {
        return new Child(process, line.substring(READY.length()));
      }
    }
    throw new IOException(main + " ended before it was ready: see " + folder);
  }

  /** Any program. */
  Child program(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(log(name));
    Process process = builder.start();
    started.push(process);
    return new Child(process, "");
  }

  private ProcessBuilder.Redirect log(String name) {
    File file = folder.resolve(name + ".log").toFile();
    return ProcessBuilder.Redirect.appendTo(file);
  }

  @Override
  public void close() {
    started.forEach(process -> process.destroyForcibly().onExit().join());
  }
}
