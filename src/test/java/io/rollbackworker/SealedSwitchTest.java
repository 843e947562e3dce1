package io.rollbackworker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CaseTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/**
 * No {@code default} beside patterns: a new variant of a sealed type must not compile until each
 * place has decided about it.
 */
class SealedSwitchTest {
  private static final Path SOURCES = Path.of("src", "main", "java");

  /** Switches over a type that is not sealed. */
  private static final List<String> OPEN_TYPES =
      List.of("RollbackWorkerCommand.java", "Trouble.java"); // Over all exceptions.

  @Test
  void shouldDecideAboutEachVariant() throws IOException {
    List<JavaFileObject> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !OPEN_TYPES.contains(file.getFileName().toString()))
          .forEach(file -> sources.add(source(file.toUri(), file)));
    }

    assertThat(defaults(sources)).isEmpty();
  }

  @Test
  void shouldFindADefault() throws IOException {
    String text =
        """
        class Sample {
          int of(Object o) {
            switch (o) { case String s -> {} default -> {} }
            return switch (o) { case String s -> 1; default -> 2; };
          }
          int named(Thread.State state) {
            return switch (state) { case NEW -> 1; default -> 2; };
          }
        }
        """;
    Path file = Files.writeString(Files.createTempFile("Sample", ".java"), text);

    assertThat(defaults(List.of(source(URI.create("mem:///Sample.java"), file)))).hasSize(2);
  }

  private static JavaFileObject source(URI uri, Path file) {
    return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) throws IOException {
        return Files.readString(file);
      }
    };
  }

  private static List<String> defaults(List<JavaFileObject> sources) throws IOException {
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler().getTask(null, null, null, null, null, sources);
    List<String> found = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitSwitch(SwitchTree tree, Void nothing) {
          look(tree, tree.getCases());
          return super.visitSwitch(tree, nothing);
        }

        @Override
        public Void visitSwitchExpression(SwitchExpressionTree tree, Void nothing) {
          look(tree, tree.getCases());
          return super.visitSwitchExpression(tree, nothing);
        }

        private void look(Tree tree, List<? extends CaseTree> cases) {
          if (has(cases, PatternCaseLabelTree.class) && has(cases, DefaultCaseLabelTree.class)) {
            found.add(unit.getSourceFile().getName() + ": " + tree);
          }
        }
      }.scan(unit, null);
    }
    return found;
  }

  private static boolean has(List<? extends CaseTree> cases, Class<?> label) {
    return cases.stream().flatMap(c -> c.getLabels().stream()).anyMatch(label::isInstance);
  }
}
