package io.rollbackworker.config;

import io.rollbackworker.command.ProjectId;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Settings that are right one by one, and wrong together. What is wrong by itself is left out: it
 * is told already.
 */
final class Consistency {
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");

  private final List<String> mistakes = new ArrayList<>();

  private Consistency() {}

  /**
   * @param named the projects that have settings of their own
   */
  static List<String> check(
      Configuration all, Collection<ProjectId> named, boolean withCredentials) {
    Consistency consistency = new Consistency();
    if (all.has(Keys.POLL_LONGEST)
        && all.has(Keys.POLL_SHORTEST)
        && all.get(Keys.POLL_LONGEST).compareTo(all.get(Keys.POLL_SHORTEST)) < 0) {
      consistency.mistakes.add("rules.poll-longest must not be shorter than rules.poll-shortest");
    }
    if (all.has(Keys.PROJECTS)) {
      List<ProjectId> projects = all.get(Keys.PROJECTS);
      named.stream()
          .filter(id -> !projects.contains(id))
          .forEach(id -> consistency.mistakes.add("projects." + id + ": not among rules.projects"));
      if (withCredentials) {
        projects.forEach(id -> consistency.credentials(all.forProject(id), id));
        consistency.sharedCredentials(all, projects);
        consistency.readable(all, CloudKeys.CA_FILE, PemFile::read);
        consistency.readable(all, CloudKeys.CERTIFICATE_FILE, PemFile::read);
        consistency.readable(all, Keys.POLICY, PolicySource::read);
        consistency.notifications(all);
      }
    }
    return consistency.mistakes;
  }

  private void credentials(Configuration project, ProjectId id) {
    if (!project.has(CloudKeys.AUTH)) {
      return; // What stands there is a mistake already.
    }
    if (project.has(CloudKeys.KIND)) {
      kind(project, id, project.get(CloudKeys.KIND));
    }
    if (project.get(CloudKeys.AUTH) != AuthKind.NONE
        && project.has(CloudKeys.ALLOW_PLAINTEXT)
        && !project.get(CloudKeys.ALLOW_PLAINTEXT)) {
      mustBeEncrypted(project, id, CloudKeys.ENDPOINT);
      mustBeEncrypted(project, id, CloudKeys.IAM_ENDPOINT);
    }
    switch (project.get(CloudKeys.AUTH)) {
      case NONE ->
          List.of(
                  CloudKeys.TOKEN,
                  CloudKeys.ACCESS_KEY,
                  CloudKeys.SECRET_KEY,
                  CloudKeys.IAM_PASSWORD,
                  CloudKeys.APPLICATION_CREDENTIAL_SECRET)
              .forEach(key -> mustNotBeGiven(project, id, key));
      case TOKEN -> needs(project, id, CloudKeys.TOKEN, SecretSource::isEmpty);
      case AKSK -> {
        needs(project, id, CloudKeys.ACCESS_KEY, SecretSource::isEmpty);
        needs(project, id, CloudKeys.SECRET_KEY, SecretSource::isEmpty);
      }
      case PASSWORD -> {
        needs(project, id, CloudKeys.IAM_ENDPOINT, uri -> uri.toString().isEmpty());
        needs(project, id, CloudKeys.IAM_DOMAIN, String::isEmpty);
        needs(project, id, CloudKeys.IAM_USER, String::isEmpty);
        needs(project, id, CloudKeys.IAM_PASSWORD, SecretSource::isEmpty);
      }
      case APPLICATION_CREDENTIAL -> {
        needs(project, id, CloudKeys.IAM_ENDPOINT, uri -> uri.toString().isEmpty());
        needs(project, id, CloudKeys.APPLICATION_CREDENTIAL_ID, String::isEmpty);
        needs(project, id, CloudKeys.APPLICATION_CREDENTIAL_SECRET, SecretSource::isEmpty);
      }
    }
  }

  private void kind(Configuration project, ProjectId id, CloudKind kind) {
    boolean cinder = kind == CloudKind.CINDER;
    AuthKind foreign = cinder ? AuthKind.AKSK : AuthKind.APPLICATION_CREDENTIAL;
    if (project.get(CloudKeys.AUTH) == foreign) {
      mistakes.add(
          "cloud.auth: the %s of project %s knows no %s; for example: cloud.auth: %s"
              .formatted(
                  name(kind),
                  id,
                  name(foreign),
                  name(cinder ? AuthKind.APPLICATION_CREDENTIAL : AuthKind.AKSK)));
    }
    String placeholder = cinder ? "{volume_id}" : "{snapshot_id}";
    String path = project.has(CloudKeys.ROLLBACK_PATH) ? project.get(CloudKeys.ROLLBACK_PATH) : "";
    if (!path.isEmpty() && !path.contains(placeholder)) {
      mistakes.add(
          "cloud.rollback-path: \"%s\" has no %s, which the %s of project %s needs"
              .formatted(path, placeholder, name(kind), id));
    }
  }

  /** Each belongs to one project, and so do its tokens. */
  private void sharedCredentials(Configuration all, List<ProjectId> projects) {
    Map<String, ProjectId> owners = new HashMap<>();
    for (ProjectId id : projects) {
      Configuration project = all.forProject(id);
      if (project.has(CloudKeys.AUTH)
          && project.get(CloudKeys.AUTH) == AuthKind.APPLICATION_CREDENTIAL) {
        String credential = project.get(CloudKeys.APPLICATION_CREDENTIAL_ID);
        ProjectId owner = owners.putIfAbsent(credential, id);
        if (owner != null && !credential.isEmpty()) {
          mistakes.add(
              ("cloud.application-credential-id: \"%s\" is given for projects %s and %s, but"
                      + " belongs to one; give the other its own:"
                      + " projects.%s.cloud.application-credential-id")
                  .formatted(credential, owner, id, id));
        }
      }
    }
  }

  private static String name(Enum<?> kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  /** Else a worker that is meant to say who it is would not. */
  private void mustNotBeGiven(Configuration project, ProjectId id, Key<SecretSource> key) {
    if (project.has(key) && !project.get(key).isEmpty()) {
      mistakes.add(
          ("%s is given for project %s, but cloud.auth is none; say which is meant, for"
                  + " example: cloud.auth: aksk")
              .formatted(key.name(), id));
    }
  }

  private interface Reader<T> {
    Object read(T file) throws IOException;
  }

  private <T> void readable(Configuration all, Key<T> key, Reader<T> reader) {
    try {
      if (all.has(key)) {
        var _ = reader.read(all.get(key));
      }
    } catch (IOException | IllegalArgumentException e) {
      mistakes.add(
          "%s: \"%s\" cannot be used (%s); for example: %s"
              .formatted(key.name(), all.get(key), e, key.example()));
    }
  }

  private void notifications(Configuration all) {
    if (!all.has(CloudKeys.NOTIFICATIONS_TOPIC) || !all.has(CloudKeys.NOTIFICATIONS_FILE)) {
      return;
    }
    Key<ClientFile> file = CloudKeys.NOTIFICATIONS_FILE;
    if (all.get(CloudKeys.NOTIFICATIONS_TOPIC).isEmpty() != all.get(file).path().isEmpty()) {
      mistakes.add(
          "cloud.notifications-topic and cloud.notifications-file belong together; for example:"
              + " cloud.notifications-topic: notifications.info and cloud.notifications-file: "
              + file.example());
    }
    readable(all, file, ClientFile::read);
  }

  private void mustBeEncrypted(Configuration project, ProjectId id, Key<URI> key) {
    if (project.has(key)
        && "http".equals(project.get(key).getScheme())
        && !LOOPBACK.matcher(project.get(key).getHost()).matches()) {
      mistakes.add(
          "%s: \"%s\" would carry the credentials of project %s in clear text; for example: %s, or cloud.allow-plaintext: true"
              .formatted(key.name(), project.get(key), id, key.example()));
    }
  }

  private <T> void needs(Configuration project, ProjectId id, Key<T> key, Predicate<T> isMissing) {
    if (project.has(key) && isMissing.test(project.get(key))) {
      mistakes.add(
          "%s (%s) must be given for project %s, because cloud.auth is %s; for example: %s"
              .formatted(
                  key.name(),
                  key.variable(),
                  id,
                  name(project.get(CloudKeys.AUTH)),
                  key.example()));
    }
  }
}
