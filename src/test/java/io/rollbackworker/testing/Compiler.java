package io.rollbackworker.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Compiles sources that are not the program's own: other versions of it, and the client. */
public final class Compiler {
  private Compiler() {}

  /**
   * Against the classes of this process.
   *
   * @throws IllegalStateException when they do not compile
   */
  public static void compile(List<Path> sources, Path target) {
    compile(sources, target, Jvm.classPath(), List.of("-parameters"));
  }

  /**
   * @param options of javac
   * @throws IllegalStateException when they do not compile
   */
  static void compile(List<Path> sources, Path target, String classPath, List<String> options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("-proc:none", "-nowarn", "-cp", classPath, "-d", target.toString()));
    arguments.addAll(options);
    sources.forEach(source -> arguments.add(source.toString()));
    int result =
        sources.isEmpty()
            ? 0
            : ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, arguments.toArray(String[]::new));
    if (result != 0) {
      throw new IllegalStateException("this does not compile: " + sources);
    }
  }
}
