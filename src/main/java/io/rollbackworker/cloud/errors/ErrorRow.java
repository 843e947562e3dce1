package io.rollbackworker.cloud.errors;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of errors.
 *
 * @param codes empty: whatever the code
 * @param status null: whatever the status
 * @param executed whether the request may have taken effect
 * @param remedy null: that of the outcome's error code
 */
record ErrorRow(
    List<String> codes,
    @Nullable Integer status,
    ErrorClass errorClass,
    boolean executed,
    @Nullable String remedy) {

  ErrorRow {
    codes = List.copyOf(codes);
    if (codes.isEmpty() && status == null) {
      throw new IllegalArgumentException("a row needs codes or a status, for example status: 400");
    }
  }
}
