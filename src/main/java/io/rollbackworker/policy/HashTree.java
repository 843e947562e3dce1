package io.rollbackworker.policy;

import io.rollbackworker.command.Sha256;
import io.rollbackworker.command.SnapshotId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The Merkle tree of RFC 9162, section 2.1, over snapshot ids in their order: one hash stands for
 * all of them, and a path of some twenty hashes shows that an id is among them.
 */
public final class HashTree {
  private static final int HASH_BYTES = 32;

  private static final Comparator<SnapshotId> ORDER = Comparator.comparing(SnapshotId::value);

  private final List<SnapshotId> ids;
  private final Node top;

  private record Node(byte[] hash, int leaves, @Nullable Node left, @Nullable Node right) {}

  /**
   * @param ids at least one; in any order, the tree sorts them
   */
  public HashTree(Collection<SnapshotId> ids) {
    this.ids = ids.stream().distinct().sorted(ORDER).toList();
    this.top = node(this.ids);
  }

  public int size() {
    return ids.size();
  }

  /** Hexadecimal. */
  public String root() {
    return HexFormat.of().formatHex(top.hash);
  }

  /**
   * Shows that the id is one of these: {@code INDEX;BASE64} of the hashes beside its way up.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  public String path(SnapshotId id) {
    int index = Collections.binarySearch(ids, id, ORDER);
    if (index < 0) {
      throw new IllegalArgumentException(id + " is none of them");
    }
    List<byte[]> beside = new ArrayList<>();
    Node node = top;
    int left = index;
    while (node.left != null && node.right != null) {
      boolean goesLeft = left < node.left.leaves;
      beside.addFirst(goesLeft ? node.right.hash : node.left.hash);
      left -= goesLeft ? 0 : node.left.leaves;
      node = goesLeft ? node.left : node.right;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    beside.forEach(bytes::writeBytes);
    return index + ";" + Base64.getEncoder().encodeToString(bytes.toByteArray());
  }

  /** Whether the path shows that the id is one of so many under the root; of section 2.1.3.2. */
  static boolean leads(SnapshotId id, String path, int size, String root) {
    int semicolon = path.indexOf(';');
    int index;
    byte[] beside;
    try {
      index = Integer.parseInt(path, 0, Math.max(0, semicolon), 10);
      beside = Base64.getDecoder().decode(path.substring(semicolon + 1));
    } catch (IllegalArgumentException e) {
      return false;
    }
    if (index < 0 || index >= size || beside.length % HASH_BYTES != 0) {
      return false;
    }
    byte[] hash = leaf(id);
    int last = size - 1;
    for (int at = 0; at < beside.length; at += HASH_BYTES) {
      byte[] other = Arrays.copyOfRange(beside, at, at + HASH_BYTES);
      if (last == 0) {
        return false; // More hashes than the tree is high.
      }
      if ((index & 1) == 1 || index == last) {
        hash = pair(other, hash);
        int over = Integer.numberOfTrailingZeros(index); // Levels where it has nobody beside it.
        index >>= over;
        last >>= over;
      } else {
        hash = pair(hash, other);
      }
      index >>= 1;
      last >>= 1;
    }
    return last == 0 && HexFormat.of().formatHex(hash).equals(root);
  }

  private static Node node(List<SnapshotId> ids) {
    if (ids.size() == 1) {
      return new Node(leaf(ids.getFirst()), 1, null, null);
    }
    int split = Integer.highestOneBit(ids.size() - 1);
    Node left = node(ids.subList(0, split));
    Node right = node(ids.subList(split, ids.size()));
    return new Node(pair(left.hash, right.hash), ids.size(), left, right);
  }

  private static byte[] leaf(SnapshotId id) {
    MessageDigest digest = Sha256.digest();
    digest.update((byte) 0);
    return digest.digest(id.value().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] pair(byte[] left, byte[] right) {
    MessageDigest digest = Sha256.digest();
    digest.update((byte) 1);
    digest.update(left);
    return digest.digest(right);
  }
}
