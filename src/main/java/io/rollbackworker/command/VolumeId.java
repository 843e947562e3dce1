package io.rollbackworker.command;

/** A volume's UUID in canonical lower case. */
public record VolumeId(String value) {
  public VolumeId {
    Uuids.requireCanonical("volume_id", value);
  }

  /** Accepts either case. */
  public static VolumeId parse(String text) {
    return new VolumeId(Uuids.canonical("volume_id", text));
  }

  @Override
  public String toString() {
    return value;
  }
}
