package io.rollbackworker.config;

import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Where the cloud is, and how a worker says who it is. */
public final class CloudKeys {
  static final Forms KEYS = new Forms();
  private static final Forms PROJECT_KEYS = KEYS.forEachProject();

  public static final Key<CloudKind> KIND =
      PROJECT_KEYS.choice(
          "cloud.kind",
          "evs",
          CloudKind.class,
          "Which API the cloud speaks: Huawei Cloud EVS, or OpenStack Cinder.");
  public static final Key<URI> ENDPOINT =
      PROJECT_KEYS.uri(
          "cloud.endpoint",
          null,
          "Scheme, host and port of the API.",
          "https://evs.cn-north-4.myhuaweicloud.com");
  public static final Key<String> ROLLBACK_PATH =
      PROJECT_KEYS.path(
          "cloud.rollback-path",
          "Path of the rollback request; empty: the kind's own. Some regions of EVS have only"
              + " /v2/{project_id}/os-vendor-snapshots/{snapshot_id}/rollback.",
          "/v2/{project_id}/os-vendor-snapshots/{snapshot_id}/rollback",
          "{snapshot_id}",
          "{volume_id}");
  public static final Key<String> SNAPSHOT_PATH =
      PROJECT_KEYS.path(
          "cloud.snapshot-path",
          "Path that shows a snapshot; empty: the kind's own. The list lies beside it, at detail.",
          "/v3/{project_id}/snapshots/{snapshot_id}",
          "{snapshot_id}");
  public static final Key<String> VOLUME_PATH =
      PROJECT_KEYS.path(
          "cloud.volume-path",
          "Path that shows a volume; empty: the kind's own. The list lies beside it, at detail.",
          "/v2/{project_id}/cloudvolumes/{volume_id}",
          "{volume_id}");

  public static final Key<AuthKind> AUTH =
      PROJECT_KEYS.choice(
          "cloud.auth",
          "none",
          AuthKind.class,
          "How a worker says who it is: by nothing, a fixed token, access key and secret key,"
              + " or a token that it fetches from IAM or Keystone with a user's password, or"
              + " from Keystone with an application credential.");
  public static final Key<SecretSource> TOKEN =
      PROJECT_KEYS.secret("cloud.token", "auth token: sent as X-Auth-Token.");
  public static final Key<SecretSource> ACCESS_KEY =
      PROJECT_KEYS.secret("cloud.access-key", "auth aksk: the access key's id (AK).");
  public static final Key<SecretSource> SECRET_KEY =
      PROJECT_KEYS.secret("cloud.secret-key", "auth aksk: the key that signs (SK).");
  public static final Key<SecretSource> SECURITY_TOKEN =
      PROJECT_KEYS.secret(
          "cloud.security-token",
          "auth aksk: the security token of temporary keys; empty: the keys are permanent.");
  public static final Key<URI> IAM_ENDPOINT =
      PROJECT_KEYS.uri(
          "cloud.iam-endpoint",
          "",
          "auth password, application_credential: scheme, host and port of IAM or Keystone.",
          "https://iam.cn-north-4.myhuaweicloud.com");
  public static final Key<String> IAM_PATH =
      PROJECT_KEYS.plainPath(
          "cloud.iam-path",
          "/v3/auth/tokens",
          "auth password, application_credential: path of the token request; for a Keystone"
              + " behind a prefix, for example, /identity/v3/auth/tokens.");
  public static final Key<String> IAM_DOMAIN =
      PROJECT_KEYS.text(
          "cloud.iam-domain",
          "",
          "auth password: the account's name; with Keystone the user's domain.",
          "example-account");
  public static final Key<String> IAM_USER =
      PROJECT_KEYS.text(
          "cloud.iam-user", "", "auth password: the IAM user's name.", "rollback-worker");
  public static final Key<SecretSource> IAM_PASSWORD =
      PROJECT_KEYS.secret("cloud.iam-password", "auth password: the IAM user's password.");

  public static final Key<String> APPLICATION_CREDENTIAL_ID =
      PROJECT_KEYS.text(
          "cloud.application-credential-id",
          "",
          "auth application_credential: its id; it belongs to the project.",
          "21dced0fd20347869b93710d2b98aae0");
  public static final Key<SecretSource> APPLICATION_CREDENTIAL_SECRET =
      PROJECT_KEYS.secret(
          "cloud.application-credential-secret", "auth application_credential: its secret.");

  public static final Key<Boolean> ALLOW_PLAINTEXT =
      PROJECT_KEYS.flag(
          "cloud.allow-plaintext",
          "false",
          "Credentials and tokens may be sent over http, where everybody on the way can read them."
              + " To this machine itself they always may.");
  public static final Key<PemFile> CA_FILE =
      KEYS.pem(
          "cloud.ca-file",
          false,
          "Certificates (PEM) of authorities that are trusted beside the system's: for clouds and"
              + " token services with an authority of their own. Read again when it changes.",
          "/etc/rollback-worker/cloud-ca.pem");
  public static final Key<PemFile> CERTIFICATE_FILE =
      KEYS.pem(
          "cloud.certificate-file",
          true,
          "A worker's own certificate, those between it and its authority, and its key (PEM,"
              + " PKCS#8), for gateways that ask for one. Read again when it changes.",
          "/etc/rollback-worker/client.pem");
  public static final Key<Optional<InetSocketAddress>> PROXY =
      KEYS.key(
          "cloud.proxy",
          "",
          "empty, or host:port of an HTTP proxy",
          "All calls to clouds and token services go through it; no other is used.",
          "proxy.example.org:3128",
          CloudKeys::proxy);
  public static final Key<String> NOTIFICATIONS_TOPIC =
      KEYS.text(
          "cloud.notifications-topic",
          "",
          "Kafka topic of OpenStack's notifications, where revert.start and revert.end carry our"
              + " permits: proof of what became of a request. Empty: none is read. Whoever may"
              + " write there may forge such proof.",
          "notifications.info");
  public static final Key<ClientFile> NOTIFICATIONS_FILE =
      KEYS.key(
          "cloud.notifications-file",
          "",
          "empty, or a properties file of a Kafka client",
          "Where that topic's Kafka is, and who we are there: bootstrap.servers, and security.*,"
              + " sasl.*, ssl.* as Kafka's own tools take them.",
          "/etc/rollback-worker/notifications.properties",
          text -> new ClientFile(text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text))));
  public static final Key<Duration> CONNECT_TIMEOUT =
      KEYS.duration("cloud.connect-timeout", "5s", "100ms", "1m", "For one attempt to connect.");
  public static final Key<Duration> READ_TIMEOUT =
      KEYS.duration("cloud.read-timeout", "10s", "100ms", "2m", "For one whole read call.");
  public static final Key<Duration> REQUEST_TIMEOUT =
      KEYS.duration(
          "cloud.request-timeout",
          "30s",
          "100ms",
          "5m",
          "For the whole rollback call, until the answer's status.");
  public static final Key<Integer> READ_ATTEMPTS =
      KEYS.count(
          "cloud.read-attempts",
          "3",
          1,
          10,
          "How often one read is tried before the command waits.");
  public static final Key<Integer> RETRY_PERCENT =
      KEYS.count(
          "cloud.retry-percent",
          "20",
          1,
          100,
          "Repeated reads are at most this share of all reads. Percent.");

  private CloudKeys() {}

  private static Optional<InetSocketAddress> proxy(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    URI at = URI.create("http://" + text);
    if (!text.equals(at.getHost() + ":" + at.getPort()) || at.getPort() < 1) {
      throw new IllegalArgumentException("not host:port");
    }
    return Optional.of(InetSocketAddress.createUnresolved(at.getHost(), at.getPort()));
  }
}
