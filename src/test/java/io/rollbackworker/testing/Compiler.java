package io.rollbackworker.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.ToolProvider;

/** Compiles sources of other versions of the program. */
public final class Compiler {
  private Compiler() {}

  /**
   * Against the classes of this process.
   *
   * @throws IllegalStateException when they do not compile
   */
  public static void compile(List<Path> sources, Path target) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-nowarn",
                "-parameters",
                "-cp",
                Jvm.classPath(),
                "-d",
                target.toString()));
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
