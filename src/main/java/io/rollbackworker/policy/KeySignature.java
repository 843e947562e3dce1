package io.rollbackworker.policy;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A signature, and which key made it: {@code ed25519;KEY_ID;BASE64}.
 *
 * @param keyId as the policy names the key
 * @param base64 of the signature's 64 bytes (RFC 8032, section 5.1.6)
 */
public record KeySignature(String keyId, String base64) {
  static final int PARTS = 3;
  private static final String ALGORITHM = "ed25519";
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final int BYTES = 64;

  /**
   * @throws IllegalArgumentException when something has another form
   */
  public KeySignature {
    if (!KEY_ID.matcher(keyId).matches()) {
      throw new IllegalArgumentException(
          "a key's id has 1 to 64 characters A-Z, a-z, 0-9, '.', '_' and '-', such as anna-2026");
    }
    if (Base64.getDecoder().decode(base64).length != BYTES) {
      throw new IllegalArgumentException("a signature has " + BYTES + " bytes");
    }
  }

  static KeySignature of(String keyId, byte[] signature) {
    return new KeySignature(keyId, Base64.getEncoder().encodeToString(signature));
  }

  /**
   * @throws IllegalArgumentException when it has another form
   */
  static KeySignature parse(String text) {
    return parse(List.of(text.split(";", -1)));
  }

  static KeySignature parse(List<String> parts) {
    if (parts.size() != PARTS || !parts.getFirst().equals(ALGORITHM)) {
      throw new IllegalArgumentException("it is not " + ALGORITHM + ";KEY_ID;BASE64");
    }
    return new KeySignature(parts.get(1), parts.get(2));
  }

  byte[] bytes() {
    return Base64.getDecoder().decode(base64);
  }

  /** As it is written. */
  public String text() {
    return String.join(";", ALGORITHM, keyId, base64);
  }
}
