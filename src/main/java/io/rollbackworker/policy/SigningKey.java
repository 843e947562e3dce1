package io.rollbackworker.policy;

import io.rollbackworker.command.CampaignName;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

/** A requester's private key. Never shown. */
public final class SigningKey {
  private static final String PEM = "-----(BEGIN|END) PRIVATE KEY-----|\\s";

  private final String id;
  private final PrivateKey key;

  private SigningKey(String id, PrivateKey key) {
    this.id = id;
    this.key = key;
  }

  /**
   * @param id as the policy names its public key
   * @param pem PKCS #8, as {@code openssl genpkey -algorithm ed25519} writes it
   * @throws IllegalArgumentException when it is no such key
   */
  public static SigningKey parse(String id, String pem) {
    try {
      byte[] bytes = Base64.getDecoder().decode(pem.replaceAll(PEM, ""));
      KeyFactory keys = KeyFactory.getInstance(RequesterKey.ALGORITHM);
      return new SigningKey(id, keys.generatePrivate(new PKCS8EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "it is no private Ed25519 key in PEM, such as openssl genpkey -algorithm ed25519 writes",
          e);
    }
  }

  /** The header that says who asks. */
  public Map<String, String> header(String topic, String json) {
    byte[] value = json.getBytes(StandardCharsets.UTF_8);
    return Map.of(Claims.SIGNATURE, sign(Claims.message(topic, value)).text());
  }

  /** Says that commands of this topic and campaign may roll back these disks until then. */
  public Approval approve(String topic, CampaignName campaign, Instant until, HashTree disks) {
    byte[] statement = Approval.statement(topic, campaign, until, disks.size(), disks.root());
    return new Approval(campaign, until, disks.size(), disks.root(), sign(statement));
  }

  private KeySignature sign(byte[] message) {
    try {
      Signature signer = Signature.getInstance(RequesterKey.ALGORITHM);
      signer.initSign(key);
      signer.update(message);
      return KeySignature.of(id, signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key can sign anything", e);
    }
  }
}
