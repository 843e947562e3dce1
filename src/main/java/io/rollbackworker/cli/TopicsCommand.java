package io.rollbackworker.cli;

import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.kafka.topics.Permissions;
import io.rollbackworker.kafka.topics.Permissions.Role;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.ledger.Memory;
import io.rollbackworker.worker.Settings;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "topics",
    description = {
      "Makes, adopts, upgrades, checks or shows the topics and the ledger's heads.",
      "Examples:",
      "  rollback-worker topics create --partitions 12",
      "  rollback-worker topics adopt --from end",
      "  rollback-worker topics acls --principal worker=User:CN=worker"
    },
    mixinStandardHelpOptions = true,
    subcommands = {
      TopicsCommand.Create.class,
      TopicsCommand.Adopt.class,
      TopicsCommand.Upgrade.class,
      TopicsCommand.Check.class,
      TopicsCommand.Describe.class,
      TopicsCommand.Acls.class
    })
final class TopicsCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public void run() {
    throw Misuse.of(spec, "Say what to do: create, adopt, upgrade, check, describe or acls");
  }

  private static TopicSetup setup(Configuration configuration) {
    return new TopicSetup(Settings.kafka(configuration), memory(configuration));
  }

  private static Memory memory(Configuration configuration) {
    return new Memory(configuration.get(Keys.WINDOW), configuration.get(Keys.GREATEST_AGE));
  }

  private static int print(List<String> lines) {
    lines.forEach(Terminal::out);
    return 0;
  }

  @Command(
      name = "create",
      description = "Makes what is missing, with the right settings, and writes the first heads.",
      mixinStandardHelpOptions = true)
  static final class Create implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Option(
        names = "--partitions",
        defaultValue = "12",
        description = "The most workers that can share the work. Default: ${DEFAULT-VALUE}.")
    private int partitions;

    @Override
    public Integer call() throws Exception {
      try (TopicSetup setup = setup(connection.load())) {
        return print(setup.create(partitions));
      }
    }
  }

  @Command(
      name = "adopt",
      description = {
        "Writes heads for topics that exist. Stop all workers first.",
        "--from says from where commands count; without it only the heads' group is changed"
            + " (--group), how long the ledger remembers (--memory), or which control topic"
            + " freezes stand in (--control)."
      },
      mixinStandardHelpOptions = true)
  static final class Adopt implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();
    @Spec private @Nullable CommandSpec spec;

    @Option(
        names = "--from",
        paramLabel = "end|earliest|TIME",
        description = "TIME like 2026-11-21T03:00:00Z.")
    private @Nullable String from;

    @Option(names = "--group", description = "Change the group of the heads to the configured one.")
    private boolean group;

    @Option(
        names = "--control",
        description =
            "Freezes stand in the control topic as it is now; freeze again before what must not be"
                + " rolled back.")
    private boolean control;

    @Option(
        names = "--memory",
        description =
            "Remember as long as rules.window and rules.greatest-age say here, also if that is"
                + " shorter than before: what is forgotten can be rolled back again.")
    private boolean memory;

    @Override
    public Integer call() throws Exception {
      Configuration configuration = connection.load();
      try (TopicSetup setup = setup(configuration)) {
        if (from == null && !group && !memory && !control) {
          throw Misuse.of(
              spec, "Say --from end, --from earliest, --from TIME, --group, --control or --memory");
        }
        List<String> done = new ArrayList<>();
        if (from != null) {
          done.addAll(setup.adopt(parse(from)));
        } else if (group) {
          done.addAll(setup.heads().adoptGroup());
        }
        if (control) {
          done.addAll(setup.heads().adoptControl());
        }
        if (memory) {
          done.addAll(setup.heads().adoptMemory(memory(configuration)));
        }
        return print(done);
      }
    }

    private TopicSetup.From parse(String text) {
      try {
        return switch (text) {
          case "end" -> new TopicSetup.From.End();
          case "earliest" -> new TopicSetup.From.Earliest();
          default -> new TopicSetup.From.Time(Instant.parse(text));
        };
      } catch (DateTimeParseException e) {
        throw Misuse.of(
            spec,
            "--from " + text + " is none of: end, earliest, a time like 2026-11-21T03:00:00Z");
      }
    }
  }

  @Command(
      name = "upgrade",
      description = {
        "Lets workers write the newest format of ledger entries that this version knows.",
        "Until then a release can be taken back. Afterwards older workers leave commands unanswered"
            + " whose entries they cannot read: upgrade when none are left."
      },
      mixinStandardHelpOptions = true)
  static final class Upgrade implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Override
    public Integer call() throws Exception {
      try (TopicSetup setup = setup(connection.load())) {
        return print(setup.heads().upgrade());
      }
    }
  }

  @Command(
      name = "check",
      description = "Looks whether topics and heads are as the promises need them.",
      mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Override
    public Integer call() throws Exception {
      try (TopicSetup setup = setup(connection.load())) {
        var _ = print(setup.check());
        List<String> advice = setup.advice();
        advice.forEach(Terminal::err);
        return advice.isEmpty() ? 0 : 1;
      }
    }
  }

  @Command(
      name = "describe",
      description = "Shows the topics' ids, partitions, replicas and settings as they are.",
      mixinStandardHelpOptions = true)
  static final class Describe implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Override
    public Integer call() throws Exception {
      try (TopicSetup setup = setup(connection.load())) {
        return print(setup.describe());
      }
    }
  }

  @Command(
      name = "acls",
      description = {
        "Prints the access rights that each role needs, and no more, as commands of Kafka's own"
            + " tool. Asks no broker.",
        "Roles: worker, requester, campaigner, subscriber, operator, admin, auditor, monitor."
      },
      mixinStandardHelpOptions = true)
  static final class Acls implements Callable<Integer> {
    @Mixin private Connection connection = new Connection();

    @Option(
        names = "--principal",
        paramLabel = "ROLE=PRINCIPAL",
        description =
            "As the cluster knows who has a role, for example worker=User:CN=worker."
                + " Default: User:rollback-ROLE.")
    private Map<Role, String> principals = new EnumMap<>(Role.class);

    @Override
    public Integer call() throws Exception {
      Permissions permissions = new Permissions(connection.kafka());
      for (Role role : Role.values()) {
        String name = role.name().toLowerCase(Locale.ROOT);
        Terminal.out("# " + name);
        print(permissions.commands(role, principals.getOrDefault(role, "User:rollback-" + name)));
      }
      return 0;
    }
  }
}
