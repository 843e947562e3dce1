package io.rollbackworker.dev.simulator;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may use the simulated cloud.
 *
 * @param tokenLife of tokens that its IAM gives; the real one's is 24 hours
 */
public record SimAccess(List<Key> keys, List<User> users, Duration tokenLife) {
  /** Stands as the domain of users that are application credentials. */
  public static final String APPLICATION_CREDENTIALS = "application_credential";

  public SimAccess {
    keys = List.copyOf(keys);
    users = List.copyOf(users);
  }

  /**
   * Access key and secret key, of one project.
   *
   * @param securityToken of temporary keys; null: permanent
   */
  public record Key(
      String accessKey, String secretKey, @Nullable String securityToken, String projectId) {}

  public record User(String domain, String name, String password, List<String> projectIds) {
    public User {
      projectIds = List.copyOf(projectIds);
    }
  }
}
