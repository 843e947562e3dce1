package io.rollbackworker.config;

import static io.rollbackworker.config.Forms.choice;
import static io.rollbackworker.config.Forms.count;
import static io.rollbackworker.config.Forms.duration;
import static io.rollbackworker.config.Forms.path;
import static io.rollbackworker.config.Forms.plainPath;
import static io.rollbackworker.config.Forms.secret;
import static io.rollbackworker.config.Forms.text;
import static io.rollbackworker.config.Forms.uri;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Where the cloud is, and how a worker says who it is. */
public final class CloudKeys {
  public static final Key<CloudKind> KIND =
      choice(
              "cloud.kind",
              "evs",
              CloudKind.class,
              "Which API the cloud speaks: Huawei Cloud EVS, or OpenStack Cinder.")
          .forEachProject();
  public static final Key<URI> ENDPOINT =
      uri(
              "cloud.endpoint",
              null,
              "Scheme, host and port of the API.",
              "https://evs.cn-north-4.myhuaweicloud.com")
          .forEachProject();
  public static final Key<String> ROLLBACK_PATH =
      path(
              "cloud.rollback-path",
              "Path of the rollback request; empty: the kind's own. Some regions of EVS have only"
                  + " /v2/{project_id}/os-vendor-snapshots/{snapshot_id}/rollback.",
              "/v2/{project_id}/os-vendor-snapshots/{snapshot_id}/rollback",
              "{snapshot_id}",
              "{volume_id}")
          .forEachProject();
  public static final Key<String> SNAPSHOT_PATH =
      path(
              "cloud.snapshot-path",
              "Path that shows a snapshot; empty: the kind's own.",
              "/v3/{project_id}/snapshots/{snapshot_id}",
              "{snapshot_id}")
          .forEachProject();
  public static final Key<String> VOLUME_PATH =
      path(
              "cloud.volume-path",
              "Path that shows a volume; empty: the kind's own.",
              "/v2/{project_id}/cloudvolumes/{volume_id}",
              "{volume_id}")
          .forEachProject();

  public static final Key<AuthKind> AUTH =
      choice(
              "cloud.auth",
              "none",
              AuthKind.class,
              "How a worker says who it is: by nothing, a fixed token, access key and secret key,"
                  + " or a token that it fetches from IAM or Keystone with a user's password, or"
                  + " from Keystone with an application credential.")
          .forEachProject();
  public static final Key<SecretSource> TOKEN =
      secret("cloud.token", "auth token: sent as X-Auth-Token.");
  public static final Key<SecretSource> ACCESS_KEY =
      secret("cloud.access-key", "auth aksk: the access key's id (AK).");
  public static final Key<SecretSource> SECRET_KEY =
      secret("cloud.secret-key", "auth aksk: the key that signs (SK).");
  public static final Key<SecretSource> SECURITY_TOKEN =
      secret(
          "cloud.security-token",
          "auth aksk: the security token of temporary keys; empty: the keys are permanent.");
  public static final Key<URI> IAM_ENDPOINT =
      uri(
              "cloud.iam-endpoint",
              "",
              "auth password, application_credential: scheme, host and port of IAM or Keystone.",
              "https://iam.cn-north-4.myhuaweicloud.com")
          .forEachProject();
  public static final Key<String> IAM_PATH =
      plainPath(
              "cloud.iam-path",
              "/v3/auth/tokens",
              "auth password, application_credential: path of the token request; for a Keystone"
                  + " behind a prefix, for example, /identity/v3/auth/tokens.")
          .forEachProject();
  public static final Key<String> IAM_DOMAIN =
      text(
              "cloud.iam-domain",
              "",
              "auth password: the account's name; with Keystone the user's domain.",
              "example-account")
          .forEachProject();
  public static final Key<String> IAM_USER =
      text("cloud.iam-user", "", "auth password: the IAM user's name.", "rollback-worker")
          .forEachProject();
  public static final Key<SecretSource> IAM_PASSWORD =
      secret("cloud.iam-password", "auth password: the IAM user's password.");

  public static final Key<String> APPLICATION_CREDENTIAL_ID =
      text(
              "cloud.application-credential-id",
              "",
              "auth application_credential: its id; it belongs to the project.",
              "21dced0fd20347869b93710d2b98aae0")
          .forEachProject();
  public static final Key<SecretSource> APPLICATION_CREDENTIAL_SECRET =
      secret("cloud.application-credential-secret", "auth application_credential: its secret.");

  public static final Key<Duration> CONNECT_TIMEOUT =
      duration("cloud.connect-timeout", "5s", "100ms", "1m", "For one attempt to connect.");
  public static final Key<Duration> READ_TIMEOUT =
      duration("cloud.read-timeout", "10s", "100ms", "2m", "For one whole read call.");
  public static final Key<Duration> REQUEST_TIMEOUT =
      duration(
          "cloud.request-timeout",
          "30s",
          "100ms",
          "5m",
          "For the whole rollback call, until the answer's status.");
  public static final Key<Integer> READ_ATTEMPTS =
      count(
          "cloud.read-attempts",
          "3",
          1,
          10,
          "How often one read is tried before the command waits.");
  public static final Key<Integer> RETRY_PERCENT =
      count(
          "cloud.retry-percent",
          "20",
          1,
          100,
          "Repeated reads are at most this share of all reads. Percent.");

  static final List<Key<?>> ALL =
      List.of(
          KIND,
          ENDPOINT,
          ROLLBACK_PATH,
          SNAPSHOT_PATH,
          VOLUME_PATH,
          AUTH,
          TOKEN,
          ACCESS_KEY,
          SECRET_KEY,
          SECURITY_TOKEN,
          IAM_ENDPOINT,
          IAM_PATH,
          IAM_DOMAIN,
          IAM_USER,
          IAM_PASSWORD,
          APPLICATION_CREDENTIAL_ID,
          APPLICATION_CREDENTIAL_SECRET,
          CONNECT_TIMEOUT,
          READ_TIMEOUT,
          REQUEST_TIMEOUT,
          READ_ATTEMPTS,
          RETRY_PERCENT);

  private CloudKeys() {}
}
