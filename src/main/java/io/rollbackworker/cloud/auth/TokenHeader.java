package io.rollbackworker.cloud.auth;

import io.rollbackworker.config.SecretSource;
import io.rollbackworker.disk.Reading;
import java.io.IOException;
import java.util.Optional;
import okhttp3.Request;

/** A token that somebody else fetches; a file is read again when it has changed. */
final class TokenHeader implements Authentication {
  private final SecretSource source;
  private volatile String inHand = "";

  TokenHeader(SecretSource source) {
    this.source = source;
  }

  @Override
  public Optional<Reading> prepare() {
    try {
      inHand = source.read();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Authentication.unreadable(e));
    }
  }

  @Override
  public Request sign(Request request) {
    return request.newBuilder().header(IamToken.HEADER, inHand).build();
  }

  @Override
  public Renewal renew(Request refused) {
    return prepare()
        .<Renewal>map(Renewal.Later::new)
        .orElseGet(() -> Renewal.when(!inHand.equals(refused.header(IamToken.HEADER))));
  }
}
