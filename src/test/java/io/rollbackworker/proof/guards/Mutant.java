package io.rollbackworker.proof.guards;

import io.rollbackworker.testing.Compiler;
import io.rollbackworker.testing.Jvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The program with some edits: changed classes in a folder that comes first in the class path of a
 * process of its own. Nothing of it can reach the packaged program.
 */
public final class Mutant {
  private static final int MINUTES = 5;
  private final Path folder;

  private Mutant(Path folder) {
    this.folder = folder;
  }

  /** Compiles the edited files. */
  public static Mutant of(String name, List<Edit> edits) throws IOException {
    Path folder = Files.createDirectories(Path.of("target", "guards", name));
    Map<Path, String> sources = new LinkedHashMap<>();
    for (Edit edit : edits) {
      String source = sources.containsKey(edit.file()) ? sources.get(edit.file()) : edit.source();
      sources.put(edit.file(), edit.applyTo(source));
    }
    List<Path> files = new ArrayList<>();
    for (var source : sources.entrySet()) {
      Path file = folder.resolve("src").resolve(source.getKey().getFileName());
      Files.createDirectories(file.getParent());
      files.add(Files.writeString(file, source.getValue()));
    }
    Compiler.compile(files, folder);
    return new Mutant(folder);
  }

  /** A class path in which the changed classes come before these. */
  public String before(String classPath) {
    return folder.toAbsolutePath() + File.pathSeparator + classPath;
  }

  /** Runs tests on it; the names of those that failed. */
  List<String> failing(List<String> tests) throws IOException, InterruptedException {
    Path out = folder.resolve("failing.txt");
    Files.deleteIfExists(out);
    List<String> arguments = new ArrayList<>(List.of(out.toString()));
    arguments.addAll(tests);
    Process process =
        new ProcessBuilder(Jvm.command(before(Jvm.classPath()), TestRun.class.getName(), arguments))
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output.txt").toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new IllegalStateException("the tests did not end within " + MINUTES + " minutes");
    }
    if (!Files.exists(out)) {
      throw new IllegalStateException("the tests could not be run, see " + folder);
    }
    return Files.readAllLines(out);
  }
}
