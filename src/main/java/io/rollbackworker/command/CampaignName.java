package io.rollbackworker.command;

import java.util.regex.Pattern;

/** Names a campaign for ever: the ids of its commands follow from it. */
public record CampaignName(String value) implements Comparable<CampaignName> {
  /** The label that every command of a campaign has. */
  public static final String LABEL = "campaign";

  private static final String CHECK = "/check/";
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");
  private static final Pattern FORM = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

  public CampaignName {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a campaign's name must be of 1 to 64 characters a-z, 0-9, '.', '_' and '-', such as"
              + " ransom-2026-11, but is \""
              + value
              + "\"");
    }
  }

  /** Publishing a disk's command twice is a duplicate. */
  public CommandId commandId(SnapshotId snapshot) {
    return new CommandId(value + "/" + snapshot);
  }

  /** Of a dry run of that sweep. */
  public CommandId checkId(int sweep, SnapshotId snapshot) {
    return new CommandId(value + CHECK + sweep + "/" + snapshot);
  }

  /** The sweep whose dry run of this disk has the id; -1: none of this campaign's. */
  public int sweepOf(CommandId id, SnapshotId snapshot) {
    String text = id.value();
    String begin = value + CHECK;
    String end = "/" + snapshot;
    if (!text.startsWith(begin) || !text.endsWith(end)) {
      return -1;
    }
    String number =
        text.substring(begin.length(), Math.max(begin.length(), text.length() - end.length()));
    return NUMBER.matcher(number).matches() ? Integer.parseInt(number) : -1;
  }

  @Override
  public int compareTo(CampaignName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
