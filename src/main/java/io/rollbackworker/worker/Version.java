package io.rollbackworker.worker;

/** The program's own version, from its jar. */
public final class Version {
  public static final String TEXT = text();

  private Version() {}

  private static String text() {
    String version = Version.class.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }
}
