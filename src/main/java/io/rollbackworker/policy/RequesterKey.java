package io.rollbackworker.policy;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/**
 * A public key that the policy knows.
 *
 * @param id unique in the policy
 * @param requester whose it is
 */
record RequesterKey(String id, String requester, PublicKey key) {
  static final String ALGORITHM = "Ed25519";

  /**
   * @param base64 SubjectPublicKeyInfo (RFC 8410): what stands between the lines of a PEM file
   * @throws IllegalArgumentException when it is no such key
   */
  static RequesterKey parse(String id, String requester, String base64) {
    try {
      byte[] bytes = Base64.getDecoder().decode(base64);
      KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
      return new RequesterKey(id, requester, keys.generatePublic(new X509EncodedKeySpec(bytes)));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("it is no public Ed25519 key in Base64", e);
    }
  }

  boolean verifies(byte[] message, KeySignature signature) {
    try {
      Signature verifier = Signature.getInstance(ALGORITHM);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature.bytes());
    } catch (SignatureException e) {
      return false; // Bytes that cannot be one.
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform since 15 has Ed25519", e);
    }
  }
}
