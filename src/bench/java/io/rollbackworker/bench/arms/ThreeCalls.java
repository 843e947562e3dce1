package io.rollbackworker.bench.arms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * What somebody writes who does not ask what happens when he dies: look at snapshot and volume,
 * send, tell. The outcome is not waited for.
 */
public final class ThreeCalls implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final MediaType TYPE = MediaType.get("application/json;charset=UTF-8");

  private final Setting setting;
  private final Producer<String, String> producer;
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .retryOnConnectionFailure(false)
          .connectionPool(new ConnectionPool(1_000, 5, TimeUnit.MINUTES))
          .build();

  public ThreeCalls(Setting setting) {
    this.setting = setting;
    this.producer = new KafkaProducer<>(setting.producer());
  }

  /** A command, from its value to its outcome. */
  public void carryOut(String key, String command) {
    try {
      String id = JSON.readTree(command).path("snapshot_id").asText();
      JsonNode snapshot = call(get("/snapshots/" + id)).path("snapshot");
      String volumeId = snapshot.path("volume_id").asText();
      JsonNode volume = call(get("/volumes/" + volumeId)).path("volume");
      boolean free =
          snapshot.path("status").asText().equals("available")
              && volume.path("status").asText().equals("available");
      if (free) {
        call(rollback(id, volumeId));
      }
      var _ =
          producer.send(
              new ProducerRecord<>(
                  setting.outcomesTopic(),
                  key,
                  "{\"snapshot_id\":\"%s\",\"result\":\"%s\"}"
                      .formatted(id, free ? "accepted" : "rejected")));
    } catch (IOException e) {
      throw new IllegalStateException("command of " + key, e);
    }
  }

  private Request get(String path) {
    return new Request.Builder().url(address("v3", path)).build();
  }

  private Request rollback(String snapshot, String volume) {
    String body = "{\"rollback\":{\"volume_id\":\"" + volume + "\"}}";
    return new Request.Builder()
        .url(address("v2", "/cloudsnapshots/" + snapshot + "/rollback"))
        .post(RequestBody.create(body, TYPE))
        .build();
  }

  private String address(String version, String path) {
    return setting.endpoint() + "/" + version + "/" + setting.project() + path;
  }

  private JsonNode call(Request request) throws IOException {
    try (Response response = client.newCall(request).execute()) {
      return JSON.readTree(response.body().bytes());
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
