package io.rollbackworker.testing;

import io.rollbackworker.policy.Policy;
import io.rollbackworker.policy.PolicyFile;
import io.rollbackworker.policy.SigningKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/** People with keys; a key has its owner's name. */
public final class Requesters {
  public static final Requesters ALL = new Requesters("anna", "ben", "carla", "mallory");

  private final Map<String, KeyPair> keys = new TreeMap<>();

  private Requesters(String... names) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
      for (String name : names) {
        keys.put(name, generator.generateKeyPair());
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public SigningKey key(String name) {
    return SigningKey.parse(name + "-1", pem(name));
  }

  /** The private key, as openssl writes it. */
  public String pem(String name) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + base64(keys.get(name).getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  public String publicKey(String name) {
    return base64(keys.get(name).getPublic().getEncoded());
  }

  /**
   * A policy's text, in which everybody is known but mallory.
   *
   * @param rest of it, in YAML
   */
  public String yaml(String unsigned, String rest) {
    StringBuilder text = new StringBuilder("unsigned: " + unsigned + "\nrequesters:\n");
    for (String name : keys.keySet()) {
      if (!name.equals("mallory")) {
        text.append("  %s: {keys: {%s-1: \"%s\"}}\n".formatted(name, name, publicKey(name)));
      }
    }
    return text + rest;
  }

  public Policy policy(String unsigned, String rest) {
    return PolicyFile.parse(yaml(unsigned, rest));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }
}
