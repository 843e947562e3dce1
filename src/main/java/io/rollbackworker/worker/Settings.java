package io.rollbackworker.worker;

import io.rollbackworker.cloud.CloudSettings;
import io.rollbackworker.cloud.Dialect;
import io.rollbackworker.cloud.Paths;
import io.rollbackworker.cloud.ProjectSettings;
import io.rollbackworker.cloud.Transport;
import io.rollbackworker.cloud.auth.AuthSettings;
import io.rollbackworker.cloud.limits.BreakerSettings;
import io.rollbackworker.cloud.limits.LimitSettings;
import io.rollbackworker.config.CloudKeys;
import io.rollbackworker.config.CloudKind;
import io.rollbackworker.config.Configuration;
import io.rollbackworker.config.Keys;
import io.rollbackworker.config.LimitKeys;
import io.rollbackworker.config.PolicySource;
import io.rollbackworker.config.WorkerKeys;
import io.rollbackworker.inference.InferenceSettings;
import io.rollbackworker.kafka.KafkaSettings;
import io.rollbackworker.kafka.NotificationSettings;
import io.rollbackworker.lane.LaneRoom;
import io.rollbackworker.precondition.Preconditions;
import io.rollbackworker.rollback.RollbackSettings;
import io.rollbackworker.telemetry.HttpSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/** The configuration as the parts of the program want it. */
public record Settings(
    KafkaSettings kafka,
    Optional<NotificationSettings> notifications,
    CloudSettings cloud,
    RollbackSettings rollback,
    InferenceSettings inference,
    int inferenceNumber,
    Preconditions preconditions,
    PolicySource policy,
    int maxCommandBytes,
    LaneRoom room,
    int heapPercent,
    HttpSettings http,
    Duration shutdownGrace,
    String workerName) {

  /** Of one partition: sixteen of the greatest commands that can be allowed. */
  private static final long OPEN_BYTES = 16 << 20;

  /** A worker's whole settings. */
  public static Settings of(Configuration c) {
    String name = c.get(WorkerKeys.NAME);
    return new Settings(
        kafka(c),
        notifications(c),
        cloud(c),
        rollback(c),
        inference(c),
        c.get(Keys.INFERENCE_NUMBER),
        new Preconditions(c.get(Keys.RESERVED_PREFIXES)),
        c.get(Keys.POLICY),
        c.get(Keys.MAX_COMMAND_BYTES),
        new LaneRoom(
            c.get(WorkerKeys.OPEN_COMMANDS), OPEN_BYTES, c.get(WorkerKeys.PARKED_COMMANDS)),
        c.get(WorkerKeys.HEAP_PERCENT),
        new HttpSettings(
            c.get(WorkerKeys.HTTP_ADDRESS),
            c.get(WorkerKeys.HTTP_PORT),
            c.get(WorkerKeys.HTTP_HOSTS)),
        c.get(WorkerKeys.SHUTDOWN_GRACE),
        name.isEmpty() ? defaultName() : name);
  }

  /** What is needed to talk to Kafka alone. */
  public static KafkaSettings kafka(Configuration c) {
    return new KafkaSettings(
        c.get(Keys.BOOTSTRAP_SERVERS),
        c.get(Keys.GROUP),
        c.get(Keys.COMMANDS_TOPIC),
        c.get(Keys.OUTCOMES_TOPIC),
        c.get(Keys.LEDGER_TOPIC),
        c.get(Keys.DEAD_LETTERS_TOPIC),
        c.get(Keys.CONTROL_TOPIC),
        c.get(Keys.EVIDENCE_TOPIC),
        c.get(Keys.CAMPAIGNS_TOPIC),
        c.get(Keys.OUTCOMES_RETENTION),
        c.get(Keys.SINGLE_BROKER),
        c.get(Keys.SESSION_TIMEOUT),
        c.get(Keys.MAX_POLL_INTERVAL),
        c.get(Keys.CHECK_INTERVAL),
        c.get(Keys.CLOCK_SKEW),
        c.kafkaClient());
  }

  private static Optional<NotificationSettings> notifications(Configuration c) {
    try {
      String topic = c.get(CloudKeys.NOTIFICATIONS_TOPIC);
      return topic.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new NotificationSettings(topic, c.get(CloudKeys.NOTIFICATIONS_FILE).read()));
    } catch (IOException e) { // It was there when the configuration was checked.
      throw new UncheckedIOException(e);
    }
  }

  private static CloudSettings cloud(Configuration c) {
    return new CloudSettings(
        c.get(CloudKeys.CONNECT_TIMEOUT),
        c.get(CloudKeys.READ_TIMEOUT),
        c.get(CloudKeys.REQUEST_TIMEOUT),
        c.get(CloudKeys.READ_ATTEMPTS),
        c.get(CloudKeys.RETRY_PERCENT),
        new BreakerSettings(
            c.get(LimitKeys.BREAKER_CALLS),
            c.get(LimitKeys.BREAKER_PERCENT),
            c.get(LimitKeys.BREAKER_PAUSE)),
        new Transport(
            c.get(CloudKeys.CA_FILE), c.get(CloudKeys.CERTIFICATE_FILE), c.get(CloudKeys.PROXY)),
        c.get(Keys.PROJECTS).stream()
            .collect(Collectors.toMap(id -> id, id -> project(c.forProject(id)))));
  }

  private static ProjectSettings project(Configuration c) {
    Dialect dialect =
        switch (c.get(CloudKeys.KIND)) {
          case EVS -> Dialect.EVS;
          case CINDER -> Dialect.CINDER;
        };
    return new ProjectSettings(
        dialect,
        c.get(CloudKeys.ENDPOINT),
        paths(c, dialect.paths()),
        auth(c),
        new LimitSettings(
            c.get(LimitKeys.CALLS_PER_SECOND),
            c.get(LimitKeys.READS_PER_SECOND),
            c.get(LimitKeys.ROLLBACKS_PER_SECOND),
            c.get(LimitKeys.CONCURRENT_CALLS),
            c.get(LimitKeys.ROLLBACKS_PER_MINUTE),
            c.get(LimitKeys.ROLLBACKS_AT_ONCE)));
  }

  private static Paths paths(Configuration c, Paths usual) {
    String snapshot = or(c.get(CloudKeys.SNAPSHOT_PATH), usual.snapshot());
    String volume = or(c.get(CloudKeys.VOLUME_PATH), usual.volume());
    String newest = usual.newest();
    return new Paths(
        or(c.get(CloudKeys.ROLLBACK_PATH), usual.rollback()),
        snapshot,
        volume,
        newest.isEmpty() ? "" : beside(snapshot, "{snapshot_id}", "", newest),
        beside(snapshot, "{snapshot_id}", "/detail", usual.snapshots()),
        beside(volume, "{volume_id}", "/detail", usual.volumes()));
  }

  /** A list lies beside what it lists, also behind a prefix; asked as the usual one is. */
  private static String beside(String path, String id, String list, String usual) {
    return path.replace("/" + id, list) + usual.substring(usual.indexOf('?'));
  }

  private static String or(String given, String usual) {
    return given.isEmpty() ? usual : given;
  }

  private static AuthSettings auth(Configuration c) {
    return switch (c.get(CloudKeys.AUTH)) {
      case NONE -> new AuthSettings.None();
      case TOKEN -> new AuthSettings.FixedToken(c.get(CloudKeys.TOKEN));
      case AKSK ->
          new AuthSettings.AccessKey(
              c.get(CloudKeys.ACCESS_KEY),
              c.get(CloudKeys.SECRET_KEY),
              c.get(CloudKeys.SECURITY_TOKEN));
      case PASSWORD ->
          new AuthSettings.Password(
              tokenService(c),
              c.get(CloudKeys.IAM_DOMAIN),
              c.get(CloudKeys.IAM_USER),
              c.get(CloudKeys.IAM_PASSWORD));
      case APPLICATION_CREDENTIAL ->
          new AuthSettings.ApplicationCredential(
              tokenService(c),
              c.get(CloudKeys.APPLICATION_CREDENTIAL_ID),
              c.get(CloudKeys.APPLICATION_CREDENTIAL_SECRET));
    };
  }

  private static AuthSettings.TokenService tokenService(Configuration c) {
    return new AuthSettings.TokenService(c.get(CloudKeys.IAM_ENDPOINT), c.get(CloudKeys.IAM_PATH));
  }

  private static RollbackSettings rollback(Configuration c) {
    return new RollbackSettings(
        c.get(Keys.WINDOW),
        c.get(Keys.GREATEST_AGE),
        c.get(Keys.PERMIT_LIFE),
        c.get(CloudKeys.REQUEST_TIMEOUT),
        c.get(Keys.VISIBLE_AFTER),
        c.get(Keys.TOGETHER_WITHIN),
        c.get(Keys.CLOCK_SKEW),
        c.get(Keys.POLL_SHORTEST),
        c.get(Keys.POLL_LONGEST),
        c.get(Keys.WATCH_LOOKS_PER_SECOND),
        c.get(Keys.WATCH_ALARM),
        c.get(Keys.PROJECTS));
  }

  /** What is needed to end doubts by {@code updated_at}. */
  private static InferenceSettings inference(Configuration c) {
    return new InferenceSettings(
        c.get(Keys.PROJECTS).stream()
            .filter(id -> mayInfer(c.forProject(id)))
            .collect(Collectors.toSet()),
        c.get(Keys.INFERENCE_AFTER),
        c.get(Keys.INFERENCE_LATENESS),
        c.get(Keys.TOGETHER_WITHIN),
        c.get(Keys.CLOCK_SKEW),
        c.get(CloudKeys.REQUEST_TIMEOUT));
  }

  private static boolean mayInfer(Configuration project) {
    return switch (project.get(Keys.INFERENCE)) {
      case ON -> true;
      case OFF -> false;
      case BY_KIND -> project.get(CloudKeys.KIND) == CloudKind.CINDER;
    };
  }

  private static String defaultName() {
    String process = "-" + ProcessHandle.current().pid();
    try {
      return InetAddress.getLocalHost().getHostName() + process;
    } catch (UnknownHostException e) {
      return "worker" + process; // A host that does not know its own name.
    }
  }
}
