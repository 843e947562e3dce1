package io.rollbackworker.cli;

import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.Printable;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.ConfigurationException;
import io.rollbackworker.config.Forms;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.request.Mistakes;
import io.rollbackworker.worker.Version;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;

/**
 * The program's face. Exit codes: 0 done, 1 not done, 2 called wrongly, 3 refused because a promise
 * could not be kept; 4 to 6 say what became of commands, see {@link Following}.
 */
@Command(
    name = "rollback-worker",
    description = "Rolls cloud disks back to snapshots, once each, on commands from a Kafka topic.",
    mixinStandardHelpOptions = true,
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      SubmitCommand.class,
      WatchCommand.class,
      CampaignCommand.class,
      ApproveCommand.class,
      LedgerCommand.class,
      ResolveCommand.class,
      ProbeCommand.class,
      ExplainCommand.class,
      FreezeCommand.class,
      ThawCommand.class,
      AuditCommand.class,
      TopicsCommand.class,
      HelpCommand.class,
      AutoComplete.GenerateCompletion.class
    })
public final class RollbackWorkerCommand {
  private static final int REFUSED = 3;

  public static CommandLine commandLine() {
    CommandLine program = new CommandLine(new RollbackWorkerCommand());
    program.getCommandSpec().version("rollback-worker " + Version.TEXT);
    DevelopmentCommand.addTo(program);
    return program
        .setCaseInsensitiveEnumValuesAllowed(true)
        .registerConverter(Duration.class, Forms::duration)
        .registerConverter(Instant.class, RollbackWorkerCommand::instant)
        .registerConverter(ProjectId.class, text -> converted(text, ProjectId::new))
        .registerConverter(CampaignName.class, text -> converted(text, CampaignName::new))
        .registerConverter(SnapshotId.class, text -> converted(text, SnapshotId::parse))
        .setExecutionExceptionHandler((e, commandLine, parsed) -> explain(e, commandLine.getErr()));
  }

  private static Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new CommandLine.TypeConversionException(
          "must be a time such as 2026-11-21T03:00:00Z, but is \"" + text + "\"");
    }
  }

  private static <T> T converted(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new CommandLine.TypeConversionException(e.getMessage());
    }
  }

  /** What a person needs to know; a programming error keeps its stack trace. */
  private static int explain(Exception e, PrintWriter err) {
    return switch (e) {
      case ConfigurationException mistakes -> tell(err, mistakes.getMessage(), ExitCode.USAGE);
      case Mistakes mistakes -> tell(err, mistakes.getMessage(), ExitCode.USAGE);
      case ContractBroken broken -> tell(err, "Refused: " + broken.getMessage(), REFUSED);
      case KafkaException kafka ->
          tell(err, "Kafka: " + Causes.of(kafka) + hint(kafka), ExitCode.SOFTWARE);
      case UncheckedIOException io -> tell(err, io.getMessage(), ExitCode.SOFTWARE);
      default -> {
        e.printStackTrace(err);
        yield ExitCode.SOFTWARE;
      }
    };
  }

  private static int tell(PrintWriter err, @Nullable String message, int exitCode) {
    // Others may have written what it quotes.
    String.valueOf(message).lines().map(Printable::line).forEach(err::println);
    return exitCode;
  }

  private static String hint(KafkaException e) {
    return e instanceof TimeoutException
        ? ". Does a broker answer at kafka.bootstrap-servers (-b), and does the topic exist?"
        : "";
  }
}
