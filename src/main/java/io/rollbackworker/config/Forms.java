package io.rollbackworker.config;

import io.rollbackworker.command.ProjectId;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Declares the keys of one part of the table, by the forms that their values have. Each parser's
 * complaint says what is expected; the loader adds key, value and example.
 */
public final class Forms {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private static final Pattern PATH = Pattern.compile("[A-Za-z0-9/._~{}-]+");

  private final List<Key<?>> keys;
  private final boolean perProject;

  Forms() {
    this(new ArrayList<>(), false);
  }

  private Forms(List<Key<?>> keys, boolean perProject) {
    this.keys = keys;
    this.perProject = perProject;
  }

  /** Declares keys of the same part that may be given for each project apart. */
  Forms forEachProject() {
    return new Forms(keys, true);
  }

  Stream<Key<?>> keys() {
    return keys.stream();
  }

  <T> Key<T> key(
      String name,
      @Nullable String fallback,
      String form,
      String meaning,
      String example,
      Key.Parser<T> parser) {
    return add(new Key<>(name, fallback, form, meaning, example, parser, false, perProject));
  }

  private <T> Key<T> add(Key<T> key) {
    keys.add(key);
    return key;
  }

  Key<String> text(String name, @Nullable String fallback, String meaning, String example) {
    return key(name, fallback, "text", meaning, example, text -> text);
  }

  Key<SecretSource> secret(String name, String meaning) {
    String file = "file:/run/secrets/" + name.substring(name.indexOf('.') + 1);
    String form = "printable ASCII, or file:PATH";
    return add(new Key<>(name, "", form, meaning, file, SecretSource::parse, true, perProject));
  }

  /** Whose default is an example, too. */
  Key<String> text(String name, String fallback, String meaning) {
    return text(name, fallback, meaning, fallback);
  }

  /**
   * Where in the API something is; empty: the cloud's usual place.
   *
   * @param idPlaceholders it must have one of them, besides the project's
   */
  Key<String> path(String name, String meaning, String example, String... idPlaceholders) {
    String form = "empty, or a path with {project_id} and " + String.join(" or ", idPlaceholders);
    return key(name, "", form, meaning, example, text -> path(text, idPlaceholders));
  }

  private static String path(String text, String... idPlaceholders) {
    String rest = text.replace("{project_id}", "");
    boolean complete = !rest.equals(text) && Arrays.stream(idPlaceholders).anyMatch(text::contains);
    for (String placeholder : idPlaceholders) {
      rest = rest.replace(placeholder, "");
    }
    if (!text.isEmpty() && (!complete || rest.contains("{") || !isPath(text))) {
      throw new IllegalArgumentException("not such a path");
    }
    return text;
  }

  Key<String> plainPath(String name, String fallback, String meaning) {
    return key(name, fallback, "a path", meaning, fallback, Forms::plainPath);
  }

  private static String plainPath(String text) {
    if (!isPath(text) || text.contains("{")) {
      throw new IllegalArgumentException("no path");
    }
    return text;
  }

  private static boolean isPath(String text) {
    return text.startsWith("/") && !text.contains("//") && PATH.matcher(text).matches();
  }

  <E extends Enum<E>> Key<E> choice(String name, String fallback, Class<E> type, String meaning) {
    String form =
        Arrays.stream(type.getEnumConstants())
            .map(one -> one.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return key(
        name,
        fallback,
        "one of " + form,
        meaning,
        fallback,
        text -> Enum.valueOf(type, text.toUpperCase(Locale.ROOT)));
  }

  Key<List<String>> texts(String name, String fallback, String meaning, String example) {
    return key(name, fallback, "texts, separated by commas", meaning, example, Forms::split);
  }

  Key<Boolean> flag(String name, String fallback, String meaning) {
    return key(name, fallback, "true or false", meaning, fallback, Forms::flag);
  }

  Key<Integer> count(String name, String fallback, int min, int max, String meaning) {
    String form = "a whole number from " + min + " to " + max;
    return key(name, fallback, form, meaning, fallback, text -> count(text, min, max));
  }

  Key<Duration> duration(String name, String fallback, String min, String max, String meaning) {
    Duration least = duration(min);
    Duration most = duration(max);
    String form = "a time from " + min + " to " + max + ", in ms, s, m, h or d";
    return key(
        name, fallback, form, meaning, fallback, text -> inRange(duration(text), least, most));
  }

  Key<PemFile> pem(String name, boolean withKey, String meaning, String example) {
    return key(
        name,
        "",
        "empty, or a PEM file of certificates" + (withKey ? " and a key" : ""),
        meaning,
        example,
        text -> text.isEmpty() ? PemFile.NONE : new PemFile(Optional.of(Path.of(text)), withKey));
  }

  /**
   * @param fallback null: must be given; empty: an address without host and scheme
   */
  Key<URI> uri(String name, @Nullable String fallback, String meaning, String example) {
    return key(
        name,
        fallback,
        "an http or https address without a path, user or password",
        meaning,
        example,
        text -> text.equals(fallback) ? URI.create(text) : uri(text));
  }

  Key<List<ProjectId>> projects(String name, String meaning, String example) {
    return key(
        name,
        null,
        "project ids, each once, separated by commas",
        meaning,
        example,
        Forms::projects);
  }

  private static List<ProjectId> projects(String text) {
    List<ProjectId> projects = split(text).stream().map(ProjectId::new).toList();
    if (projects.isEmpty() || projects.stream().distinct().count() < projects.size()) {
      throw new IllegalArgumentException("none, or one of them twice");
    }
    return projects;
  }

  /** For example 500ms, 30s, 5m, 24h or 7d. */
  public static Duration duration(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("not a time");
    }
    long amount = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  private static Duration inRange(Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static int count(String text, int min, int max) {
    int value = Integer.parseInt(text);
    if (value < min || value > max) {
      throw new IllegalArgumentException("out of range");
    }
    return value;
  }

  private static boolean flag(String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new IllegalArgumentException("neither true nor false");
    }
    return text.equals("true");
  }

  private static URI uri(String text) {
    URI uri = URI.create(text);
    boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
    boolean bare = (uri.getPath() + uri.getQuery() + uri.getFragment()).matches("/?nullnull");
    if (!http || uri.getHost() == null || !bare || uri.getUserInfo() != null) {
      throw new IllegalArgumentException("no http address");
    }
    return uri;
  }

  private static List<String> split(String text) {
    return Arrays.stream(text.split(",", -1)).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }
}
