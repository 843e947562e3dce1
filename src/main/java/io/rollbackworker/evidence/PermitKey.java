package io.rollbackworker.evidence;

import io.rollbackworker.command.PermitId;
import io.rollbackworker.command.Sha256;
import io.rollbackworker.evidence.Evidence.Says;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * A permit's secrets, one for each thing that may be said of it: a one-time signature after Lamport
 * (1979). The permit's id is a hash of both secrets' hashes, so everybody can check a signature,
 * whoever knows all that is public can make none, and the one that is made says nothing else. Dies
 * with the process that made it.
 */
public final class PermitKey {
  private static final int SECRET_BYTES = 32;
  private static final long VERSION_8 = 0x8000L;
  private static final long VERSION_MASK = 0xf000L;
  private static final long VARIANT = 1L << 63;

  private final byte[] taken = new byte[SECRET_BYTES];
  private final byte[] notTaken = new byte[SECRET_BYTES];

  /**
   * @param random must be fit for secrets
   */
  public PermitKey(RandomGenerator random) {
    random.nextBytes(taken);
    random.nextBytes(notTaken);
  }

  /**
   * A lower-case UUID (RFC 9562, version 8) of 122 bits of the hash: Cinder takes no other form.
   */
  public PermitId id() {
    return id(Sha256.of(taken), Sha256.of(notTaken));
  }

  /** To be given away only when it is so. */
  public Signature sign(Says says) {
    return switch (says) {
      case TAKEN -> new Signature(hex(taken), hex(Sha256.of(notTaken)));
      case NOT_TAKEN -> new Signature(hex(notTaken), hex(Sha256.of(taken)));
    };
  }

  /**
   * What proves that the permit's maker says something of it.
   *
   * @param secret for what is said, hexadecimal
   * @param other the hash of the secret for what is not said, hexadecimal
   */
  public record Signature(String secret, String other) {
    /** Whether it is the maker's word, and the word is this. */
    public boolean proves(PermitId permit, Says says) {
      byte[] revealed;
      byte[] hidden;
      try {
        revealed = Sha256.of(HexFormat.of().parseHex(secret));
        hidden = HexFormat.of().parseHex(other);
      } catch (IllegalArgumentException e) {
        return false;
      }
      return permit.equals(says == Says.TAKEN ? id(revealed, hidden) : id(hidden, revealed));
    }
  }

  private static PermitId id(byte[] takenHash, byte[] notTakenHash) {
    ByteBuffer root =
        ByteBuffer.wrap(
            Sha256.of(
                ByteBuffer.allocate(takenHash.length + notTakenHash.length)
                    .put(takenHash)
                    .put(notTakenHash)
                    .array()));
    long most = (root.getLong() & ~VERSION_MASK) | VERSION_8;
    long least = (root.getLong() >>> 2) | VARIANT;
    return new PermitId(new UUID(most, least).toString());
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
