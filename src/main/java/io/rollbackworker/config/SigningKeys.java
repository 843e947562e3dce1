package io.rollbackworker.config;

import java.nio.file.Path;
import java.util.Optional;

/** Who asks, for those who publish commands; workers need none of it. */
public final class SigningKeys {
  static final Forms KEYS = new Forms();

  public static final Key<String> ID =
      KEYS.text(
          "signing.key-id",
          "",
          "As the workers' policy names the key that commands and approvals are signed with.",
          "anna-2026");
  public static final Key<Optional<Path>> FILE =
      KEYS.key(
          "signing.key-file",
          "",
          "empty, or a PEM file with a private Ed25519 key",
          "Signs what submit, campaign and approve publish; empty: nothing is signed.",
          "/home/anna/.rollback-worker/anna-2026.pem",
          text -> text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text)));

  private SigningKeys() {}
}
