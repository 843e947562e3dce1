package io.rollbackworker.command;

/** Names a permit; stands in the request, its outcomes and the evidence about it. Not empty. */
public record PermitId(String value) {
  public PermitId {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("a permit's id must not be empty");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
