package io.rollbackworker.cloud.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.cloud.errors.Classification;
import io.rollbackworker.cloud.errors.ErrorBody;
import io.rollbackworker.cloud.errors.Trouble;
import io.rollbackworker.cloud.errors.UnfitAnswer;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.outcome.ErrorCode;
import io.rollbackworker.outcome.OutcomeError;
import io.rollbackworker.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * Asks IAM, or OpenStack's Keystone, for a token of project scope. Sources: IAM API reference,
 * "Obtaining a user token through password authentication"; Keystone's Identity API v3, "Password
 * authentication with scoped authorization" and "Authenticating with an application credential".
 * Thread-safe.
 */
final class IamClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType TYPE = MediaType.get("application/json;charset=utf8");
  private static final int MAX_BODY_BYTES = 256 << 10;

  private final OkHttpClient client;
  private final Time time;

  sealed interface Reply {
    record Given(Token token) implements Reply {}

    /** Unavailable, or denied. */
    record Not(Reading why) implements Reply {}
  }

  IamClient(OkHttpClient client, Time time) {
    this.client = client;
    this.time = time;
  }

  Reply fetch(
      AuthSettings.Login settings, String secret, ProjectId project, Classification errors) {
    HttpUrl url =
        Objects.requireNonNull(HttpUrl.get(settings.service().endpoint()))
            .newBuilder()
            .encodedPath(settings.service().path())
            .addQueryParameter("nocatalog", "true")
            .build();
    Request request =
        new Request.Builder()
            .url(url)
            .post(RequestBody.create(body(settings, secret, project), TYPE))
            .build();
    Instant asked = time.now();
    try (Response response = client.newCall(request).execute()) {
      byte[] answer = response.peekBody(MAX_BODY_BYTES).bytes();
      String token = response.header("X-Subject-Token");
      if (response.code() == 201 && token != null) {
        return new Reply.Given(new Token(printable(token), asked, expiry(answer)));
      }
      var error =
          ErrorBody.read(
              response.code(),
              answer,
              response.header("X-Request-Id", response.header("X-Openstack-Request-Id")));
      return new Reply.Not(errors.ofToken(error, settings.name()));
    } catch (IOException e) {
      Trouble.log(e);
      return new Reply.Not(
          new Reading.Unavailable(
              OutcomeError.of(
                  ErrorCode.CLOUD_UNAVAILABLE,
                  "Expected IAM to give a token, but " + Trouble.words(e) + ".")));
    }
  }

  private static byte[] body(AuthSettings.Login settings, String secret, ProjectId project) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode auth = body.putObject("auth");
    ObjectNode identity = auth.putObject("identity");
    switch (settings) {
      case AuthSettings.Password password -> {
        identity.putArray("methods").add("password");
        ObjectNode user = identity.putObject("password").putObject("user");
        user.put("name", password.name()).put("password", secret);
        user.putObject("domain").put("name", password.domain());
        auth.putObject("scope").putObject("project").put("id", project.value());
      }
      case AuthSettings.ApplicationCredential credential -> {
        // Its scope is its own project; Keystone refuses a request that names one.
        identity.putArray("methods").add("application_credential");
        identity
            .putObject("application_credential")
            .put("id", credential.name())
            .put("secret", secret);
      }
    }
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Where a header's value cannot be sent, the HTTP client's error would tell it. */
  private static String printable(String token) throws UnfitAnswer {
    if (!token.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw new UnfitAnswer("IAM's X-Subject-Token is not printable ASCII");
    }
    return token;
  }

  private static Instant expiry(byte[] answer) throws IOException {
    JsonNode at = JSON.readTree(answer).path("token").path("expires_at");
    try {
      return Instant.parse(at.asText());
    } catch (DateTimeException e) {
      throw new UnfitAnswer("IAM's answer has no token.expires_at that is a time");
    }
  }
}
