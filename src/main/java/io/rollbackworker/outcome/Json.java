package io.rollbackworker.outcome;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.rollbackworker.command.CommandId;
import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.ProjectId;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.command.VolumeId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Function;

/**
 * How our records look in JSON: snake_case, absent instead of null, ids and times as text, enums in
 * lower case, sealed types told apart by "type". The records themselves stay free of annotations.
 */
public final class Json {
  private Json() {}

  /** A mapper for outcomes; the ledger adds its own types to it. */
  public static JsonMapper.Builder builder() {
    SimpleModule ours = new SimpleModule("rollback-worker");
    text(ours, SnapshotId.class, SnapshotId::parse);
    text(ours, VolumeId.class, VolumeId::parse);
    text(ours, ProjectId.class, ProjectId::new);
    text(ours, CommandId.class, CommandId::new);
    text(ours, PermitId.class, PermitId::new);
    text(ours, Instant.class, Instant::parse);
    text(ours, ErrorCode.class, ErrorCode::valueOf);
    text(ours, Duration.class, Duration::parse);
    // An emoji as its four bytes, not as twelve characters of escapes: entries must stay small.
    JsonFactory factory =
        JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();
    return JsonMapper.builder(factory)
        .addModule(ours)
        .addMixIn(Result.class, ResultTypes.class)
        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
        .defaultPropertyInclusion(
            JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
        .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
        .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
        .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS) // Questions that states answer.
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  public static String name(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> parse) {
    module.addSerializer(type, ToStringSerializer.instance);
    module.addDeserializer(
        type,
        new JsonDeserializer<T>() {
          @Override
          public T deserialize(JsonParser in, DeserializationContext context) throws IOException {
            try {
              return parse.apply(in.getText());
            } catch (RuntimeException e) {
              throw context.weirdStringException(
                  in.getText(), type, String.valueOf(e.getMessage()));
            }
          }
        });
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Result.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = Result.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = Result.InDoubt.class, name = "in_doubt"),
    @JsonSubTypes.Type(value = Result.Completed.class, name = "completed"),
    @JsonSubTypes.Type(value = Result.Failed.class, name = "failed"),
    @JsonSubTypes.Type(value = Result.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = Result.Checked.class, name = "checked"),
  })
  private interface ResultTypes {}
}
