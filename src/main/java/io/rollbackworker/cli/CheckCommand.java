package io.rollbackworker.cli;

import io.rollbackworker.cloud.ProjectClouds;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.inference.Inference;
import io.rollbackworker.kafka.ContractBroken;
import io.rollbackworker.kafka.NotificationSettings;
import io.rollbackworker.kafka.control.KnownLessons;
import io.rollbackworker.kafka.control.NotificationListener;
import io.rollbackworker.kafka.topics.TopicSetup;
import io.rollbackworker.time.Time;
import io.rollbackworker.worker.Settings;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** All that a worker checks before it takes commands, and what it would stumble over later. */
@Command(
    name = "check",
    description = {
      "Checks configuration, topics, access rights and each project's cloud, and takes no command.",
      "Exit code 0: a worker would start; 1: it would not, or could not work.",
      "Example:",
      "  rollback-worker check -c worker.yaml"
    },
    mixinStandardHelpOptions = true)
final class CheckCommand implements Callable<Integer> {
  /** A version 4 UUID that no cloud ever gives. */
  private static final SnapshotId NO_SNAPSHOT =
      new SnapshotId("00000000-0000-4000-8000-000000000000");

  @Mixin private ConfigurationFile file = new ConfigurationFile();

  private boolean failed;

  @Override
  public Integer call() throws Exception {
    Configuration configuration = file.load(System.getenv(), Keys.all());
    Settings settings = Settings.of(configuration);
    say(true, "configuration", "all keys are known, all values are in their forms");
    say(true, "policy", settings.policy().read().inWords());
    checkKafka(settings);
    checkClouds(settings);
    settings.notifications().ifPresent(this::checkNotifications);
    showInference(settings);
    return failed ? 1 : 0;
  }

  private void checkKafka(Settings settings) {
    try (TopicSetup topics = new TopicSetup(settings.kafka(), settings.rollback().memory())) {
      List<String> partitions = topics.check();
      say(true, "topics", partitions.size() + " partitions, all heads fit");
      topics.advice().forEach(sentence -> say(false, "trail", sentence));
      List<String> missing = topics.missingAccess();
      missing.forEach(sentence -> say(false, "access", sentence));
      if (missing.isEmpty()) {
        say(true, "access", "topics and group; transactional ids can only be tried");
      }
    } catch (ContractBroken e) {
      String.valueOf(e.getMessage()).lines().forEach(line -> say(false, "topics", line));
    } catch (RuntimeException e) { // Whatever the client says: the cloud is still to be checked.
      say(false, "kafka", Causes.of(e));
    }
  }

  private void checkClouds(Settings settings) throws InterruptedException {
    Time time = Time.system();
    try (ProjectClouds clouds = ProjectClouds.byHand(settings.cloud(), time)) {
      for (ProjectId project : settings.rollback().projects()) {
        Reading reading =
            clouds.look(project, NO_SNAPSHOT, time.now().plus(settings.cloud().readTimeout()));
        switch (reading) {
          case Reading.Seen seen ->
              say(true, "cloud " + project, "answers, and accepts the credentials for reading");
          case Reading.Unavailable(var error) -> say(false, "cloud " + project, error.message());
          case Reading.Denied(var error) ->
              say(false, "cloud " + project, error.message() + " " + error.remedy());
        }
      }
    }
  }

  private void checkNotifications(NotificationSettings settings) {
    try {
      int partitions = NotificationListener.reach(settings);
      say(true, "notifications", "topic " + settings.topic() + ", " + partitions + " partitions");
    } catch (RuntimeException e) { // Whatever the client says.
      say(false, "notifications", "topic " + settings.topic() + ": " + Causes.of(e));
    }
  }

  /** Nothing of it keeps a worker from its work. */
  private void showInference(Settings settings) {
    try {
      Inference inference =
          new Inference(
              settings.inference(),
              KnownLessons.read(settings.kafka(), settings.inferenceNumber()));
      for (ProjectId project : settings.rollback().projects()) {
        say(true, "inference " + project, inference.standing(project).inWords());
      }
    } catch (ContractBroken | RuntimeException e) {
      say(true, "inference", "not known: " + Causes.of(e));
    }
  }

  private void say(boolean good, String what, String text) {
    failed |= !good;
    String sign = (good ? "ok      " : "FAILED  ") + what + ": ";
    text.lines().forEach(line -> Terminal.out(sign + line));
  }
}
