package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.EnumFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Every rollback request that arrived, also in a file where one is named. Not thread-safe. */
final class RequestLog {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(EnumFeature.WRITE_ENUMS_TO_LOWERCASE)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(
                  JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
          .build();

  private final @Nullable Path file;
  private final List<RollbackRequest> requests = new ArrayList<>();

  RequestLog(@Nullable Path file) {
    this.file = file;
  }

  void add(RollbackRequest request) {
    requests.add(request);
    if (file != null) {
      try {
        Files.writeString(
            file,
            JSON.writeValueAsString(request) + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the effects log " + file, e);
      }
    }
  }

  /** Oldest first. */
  List<RollbackRequest> all() {
    return List.copyOf(requests);
  }
}
