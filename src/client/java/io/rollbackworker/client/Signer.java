package io.rollbackworker.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** Signs commands, for fleets with a policy. Never shows its key. Thread-safe. */
public final class Signer {
  /** The header that holds the signature. */
  public static final String HEADER = "rollback-signature";

  private static final String ALGORITHM = "Ed25519";

  private final String keyId;
  private final PrivateKey key;

  private Signer(String keyId, PrivateKey key) {
    this.keyId = keyId;
    this.key = key;
  }

  /**
   * @param keyId as the workers' policy names the public key
   * @param pem a private key as {@code openssl genpkey -algorithm ed25519} writes it
   * @throws IllegalArgumentException when it is none
   */
  public static Signer ofPem(String keyId, String pem) {
    String base64 = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----|\\s", "");
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      return new Signer(keyId, keys.generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "Expected a private Ed25519 key in PEM, such as openssl genpkey -algorithm ed25519"
              + " writes",
          e);
    }
  }

  /** The header's value for a command on this topic; it must have a deadline. */
  String sign(String topic, String json) {
    try {
      Signature signer = Signature.getInstance(ALGORITHM);
      signer.initSign(key);
      signer.update(
          ("rollback-worker command v1\n" + topic + "\n" + json).getBytes(StandardCharsets.UTF_8));
      String signature = Base64.getEncoder().encodeToString(signer.sign());
      return "ed25519;" + keyId + ";" + signature;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key can sign anything", e);
    }
  }
}
