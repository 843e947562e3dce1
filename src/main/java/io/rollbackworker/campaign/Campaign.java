package io.rollbackworker.campaign;

import io.rollbackworker.command.CampaignName;
import io.rollbackworker.command.SnapshotId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the topic says of one campaign. Immutable. */
public final class Campaign {
  private final CampaignName name;
  private final NavigableMap<String, Order> orders;

  private Campaign(CampaignName name, NavigableMap<String, Order> orders) {
    this.name = name;
    this.orders = orders;
  }

  public static Campaign of(CampaignName name) {
    return new Campaign(name, new TreeMap<>());
  }

  public Campaign with(Order order) {
    NavigableMap<String, Order> more = new TreeMap<>(orders);
    more.put(order.key(), order);
    return new Campaign(name, more);
  }

  /** Whatever stood under the key is taken back. */
  public Campaign without(String key) {
    NavigableMap<String, Order> fewer = new TreeMap<>(orders);
    fewer.remove(key);
    return new Campaign(name, fewer);
  }

  public CampaignName name() {
    return name;
  }

  /** Empty: there is no such campaign. */
  public Optional<Order.Opened> opened() {
    return all(Order.Opened.class).stream().findFirst();
  }

  public Order.@Nullable Stopped stopped() {
    return all(Order.Stopped.class).stream().findFirst().orElse(null);
  }

  public List<Order.Sweep> sweeps() {
    return all(Order.Sweep.class);
  }

  /** In their order, the canary first. */
  public List<Order.Wave> waves() {
    return all(Order.Wave.class).stream()
        .sorted(Comparator.comparingInt(Order.Wave::number))
        .toList();
  }

  /** By sweeps of that number or later. */
  public Set<SnapshotId> swept(int from) {
    Set<SnapshotId> all = new HashSet<>();
    sweeps().stream()
        .filter(sweep -> sweep.number() >= from)
        .forEach(sweep -> all.addAll(sweep.snapshots()));
    return all;
  }

  /** Those whose commands were sent. */
  public Set<SnapshotId> sent() {
    Set<SnapshotId> all = new LinkedHashSet<>();
    waves().forEach(wave -> all.addAll(wave.snapshots()));
    return all;
  }

  /** Commands in the plan's order, as they were listed. */
  public List<String> commands() {
    List<String> all = new ArrayList<>();
    all(Order.Part.class).stream()
        .sorted(Comparator.comparingInt(Order.Part::part))
        .forEach(part -> all.addAll(part.commands()));
    return all;
  }

  private <T extends Order> List<T> all(Class<T> type) {
    return orders.values().stream().filter(type::isInstance).map(type::cast).toList();
  }
}
