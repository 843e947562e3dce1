package io.rollbackworker.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rollbackworker.command.Sha256;
import io.rollbackworker.command.SnapshotId;
import io.rollbackworker.testing.Samples;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HashTreeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 7, 8, 13, 64, 100})
  void shouldShowOfEachThatItIsOneOfThem(int size) {
    List<SnapshotId> ids = ids(size);
    HashTree tree = new HashTree(ids);

    for (SnapshotId id : ids) {
      assertThat(HashTree.leads(id, tree.path(id), size, tree.root())).as("%s", id).isTrue();
      assertThat(HashTree.leads(Samples.SNAPSHOT, tree.path(id), size, tree.root())).isFalse();
    }
    SnapshotId first = ids.getFirst();
    assertThat(HashTree.leads(first, tree.path(first), size, "0".repeat(64))).isFalse();
  }

  @Test
  void shouldHashAsRfc9162Says() {
    List<SnapshotId> ids = ids(3);

    String root = hash(1, hash(1, leaf(ids.get(0)), leaf(ids.get(1))), leaf(ids.get(2)));

    assertThat(new HashTree(ids.reversed()).root()).isEqualTo(root);
    assertThat(new HashTree(ids.subList(0, 1)).root()).isEqualTo(leaf(ids.getFirst()));
  }

  @Test
  void shouldBelieveNoOtherPath() {
    List<SnapshotId> ids = ids(5);
    HashTree tree = new HashTree(ids);
    SnapshotId id = ids.get(1);
    String path = tree.path(id);

    for (String other :
        List.of("", ";", "x", "1", "-1;", "0;" + path.substring(2), "1;", path + "AAAA", "9;")) {
      assertThat(HashTree.leads(id, other, 5, tree.root())).as(other).isFalse();
    }
    assertThat(HashTree.leads(ids.get(2), path, 5, tree.root())).isFalse();
    assertThatThrownBy(() -> tree.path(Samples.SNAPSHOT)).hasMessageContaining("none of them");
  }

  private static List<SnapshotId> ids(int size) {
    List<SnapshotId> ids = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      ids.add(new SnapshotId(new UUID(0x4000L, 0x8000_0000_0000_0000L + i).toString()));
    }
    return ids;
  }

  private static String leaf(SnapshotId id) {
    byte[] text = id.value().getBytes(StandardCharsets.UTF_8);
    byte[] bytes = new byte[text.length + 1];
    System.arraycopy(text, 0, bytes, 1, text.length);
    return Sha256.hex(bytes);
  }

  private static String hash(int prefix, String left, String right) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(prefix);
    bytes.writeBytes(HexFormat.of().parseHex(left));
    bytes.writeBytes(HexFormat.of().parseHex(right));
    return Sha256.hex(bytes.toByteArray());
  }
}
