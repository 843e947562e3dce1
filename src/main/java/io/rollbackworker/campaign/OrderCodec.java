package io.rollbackworker.campaign;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rollbackworker.outcome.Completeness;
import io.rollbackworker.outcome.Json;
import java.io.IOException;

/** Orders as JSON objects with their {@code form} and {@code order}. Thread-safe. */
public final class OrderCodec {
  private static final String FORM = "form";
  private static final int OWN = 1;
  private static final JsonMapper JSON = Json.builder().addMixIn(Order.class, Orders.class).build();

  private OrderCodec() {}

  public static byte[] encode(Order order) {
    try {
      ObjectNode value = JSON.createObjectNode().put(FORM, OWN);
      value.setAll((ObjectNode) JSON.<JsonNode>valueToTree(order));
      return JSON.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values can always be written", e);
    }
  }

  /**
   * @throws IllegalArgumentException when it is none, or of a later version
   */
  public static Order decode(byte[] value) {
    try {
      JsonNode tree = JSON.readTree(value);
      int form = tree.path(FORM).asInt();
      if (form != OWN) {
        throw new IllegalArgumentException(
            "it has form " + form + ", this program reads form " + OWN);
      }
      return Completeness.require(JSON.treeToValue(tree, Order.class));
    } catch (IOException e) {
      throw new IllegalArgumentException("not a campaign's record: " + e.getMessage(), e);
    }
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "order")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Order.Opened.class, name = "opened"),
    @JsonSubTypes.Type(value = Order.Part.class, name = "part"),
    @JsonSubTypes.Type(value = Order.Sweep.class, name = "sweep"),
    @JsonSubTypes.Type(value = Order.Wave.class, name = "wave"),
    @JsonSubTypes.Type(value = Order.Stopped.class, name = "stopped"),
  })
  private interface Orders {}
}
