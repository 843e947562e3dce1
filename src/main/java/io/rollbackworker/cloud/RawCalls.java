package io.rollbackworker.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.cloud.auth.Authentication;
import io.rollbackworker.cloud.auth.Authentications;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import io.rollbackworker.disk.Reading;
import io.rollbackworker.time.Time;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * Single calls to one project's cloud, with its credentials, as somebody makes them who tries what
 * the cloud does: nothing is repeated, every answer is given back as it is. No worker uses it.
 */
public final class RawCalls {
  private static final ObjectMapper FORM = new ObjectMapper();
  private static final int MAX_BODY_BYTES = 64 << 10;

  private final ProjectId project;
  private final ProjectSettings settings;
  private final Authentication authentication;
  private final OkHttpClient client;

  /**
   * @param status 0: no answer came, and the body says why
   */
  public record Answer(int status, String body) {}

  /**
   * @throws IllegalArgumentException when the project is not configured
   */
  public RawCalls(CloudSettings clouds, ProjectId project, Time time) {
    this.project = project;
    this.settings =
        Optional.ofNullable(clouds.projects().get(project))
            .orElseThrow(
                () -> new IllegalArgumentException("project " + project + " is not configured"));
    this.client =
        new HttpClients(clouds)
            .forReads()
            .newBuilder()
            .retryOnConnectionFailure(false)
            .callTimeout(clouds.requestTimeout())
            .build();
    this.authentication =
        new Authentications(client, time).of(settings.auth(), project, settings.dialect().errors());
  }

  public Answer renameSnapshot(SnapshotId id, String name) {
    return call("PUT", settings.paths().snapshot(project, id), named("snapshot", name), Map.of());
  }

  public Answer renameVolume(VolumeId id, String name) {
    return call("PUT", settings.paths().volume(project, id), named("volume", name), Map.of());
  }

  private static String named(String what, String name) {
    ObjectNode body = FORM.createObjectNode();
    body.putObject(what).put("name", name);
    return body.toString();
  }

  /** As a worker asks for it. */
  public Answer rollback(SnapshotId snapshot, VolumeId volume, Map<String, String> headers) {
    byte[] body = settings.dialect().rollbackBody(snapshot, volume);
    return rollback(snapshot, volume, new String(body, StandardCharsets.UTF_8), headers);
  }

  /** With another body. */
  public Answer rollback(
      SnapshotId snapshot, VolumeId volume, String body, Map<String, String> headers) {
    return call("POST", settings.paths().rollback(project, snapshot, volume), body, headers);
  }

  private Answer call(String method, String path, String body, Map<String, String> headers) {
    Optional<Reading> none = authentication.prepare();
    if (none.isPresent()) {
      return new Answer(0, "there are no credentials: " + none.get());
    }
    HttpUrl endpoint = Objects.requireNonNull(HttpUrl.get(settings.endpoint()), "an address");
    Request.Builder request =
        Access.request(endpoint, settings.dialect(), path)
            .method(method, new JsonBody(body.getBytes(StandardCharsets.UTF_8)));
    headers.forEach(request::header);
    try (Response answer = client.newCall(authentication.sign(request.build())).execute()) {
      return new Answer(answer.code(), answer.peekBody(MAX_BODY_BYTES).string());
    } catch (IOException e) {
      return new Answer(0, "no answer: " + e.getMessage());
    }
  }
}
