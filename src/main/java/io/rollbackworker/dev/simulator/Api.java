package io.rollbackworker.dev.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cloud's API over the simulated world: how it is asked, and how it answers. Thread-safe. */
interface Api {
  ObjectMapper JSON = new ObjectMapper();

  /**
   * A request that the API knows.
   *
   * @param id of the snapshot or volume that it is about
   * @param target the volume that the path names; null: none
   * @param evsStyle the answer is one of EVS's own, else one in Cinder's form
   * @param page of a list, whose name stands for the id
   */
  record Call(
      Fault.Operation operation,
      String projectId,
      String id,
      @Nullable String target,
      boolean evsStyle,
      Page page) {
    Call(
        Fault.Operation operation,
        String projectId,
        String id,
        @Nullable String target,
        boolean evsStyle) {
      this(operation, projectId, id, target, evsStyle, Page.NONE);
    }
  }

  record Content(byte[] body, @Nullable String permit) {}

  record Reply(int status, byte[] body) {
    static Reply of(int status, ObjectNode body) {
      return new Reply(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    static Reply empty(int status) {
      return new Reply(status, new byte[0]);
    }
  }

  /** What is asked; empty: nothing that the API knows. */
  Optional<Call> parse(String method, URI uri, byte[] body);

  /**
   * Does it, and says what came of it.
   *
   * @param visibleAfter from the 202 until the statuses show it; null: as configured
   * @param repeated a gateway delivers the request once more
   */
  Reply carryOut(Call call, Content content, @Nullable Duration visibleAfter, boolean repeated);

  Reply unknown();

  /** An error that a test asked for. */
  Reply fault(int status, @Nullable String code, @Nullable String message);
}
