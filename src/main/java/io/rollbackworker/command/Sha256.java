package io.rollbackworker.command;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The one hash that is used. */
public final class Sha256 {
  private Sha256() {}

  /** For values that come in parts. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  public static byte[] of(byte[] value) {
    return digest().digest(value);
  }

  /** Hexadecimal. */
  public static String hex(byte[] value) {
    return HexFormat.of().formatHex(of(value));
  }
}
