package io.rollbackworker.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Unmatched;

/**
 * A sub-command for development: its classes lie in a jar of their own (lib-dev), so that no fault
 * injector is part of what production runs. Found as a service.
 */
public interface DevelopmentCommand extends Callable<Integer> {
  /** Adds what is in the class path, and for the rest a command that says where it is. */
  static void addTo(CommandLine program) {
    for (DevelopmentCommand found : ServiceLoader.load(DevelopmentCommand.class)) {
      program.addSubcommand(found);
    }
    for (String name : List.of("simulator", "demo", "train")) {
      if (!program.getSubcommands().containsKey(name)) {
        program.addSubcommand(name, new Missing(name));
      }
    }
  }

  @Command(description = "For development; not in this installation (lib-dev is missing).")
  final class Missing implements Callable<Integer> {
    private final String name;

    @Unmatched
    @SuppressWarnings("UnusedVariable") // Written by picocli.
    private final List<String> arguments = new ArrayList<>();

    private Missing(String name) {
      this.name = name;
    }

    @Override
    public Integer call() {
      Terminal.err(
          ("\"%s\" is not in this installation: lib-dev is missing, as in production"
                  + " images. Use a build tree: mvn -q -DskipTests package, then"
                  + " target/rollback-worker/bin/rollback-worker %s")
              .formatted(name, name));
      return ExitCode.SOFTWARE;
    }
  }
}
