package io.rollbackworker.testing;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The relative links of all Markdown files below a folder, and the headings that their anchors
 * name, by GitHub's rules. Links to other sites are left alone.
 *
 * <p>Reads what our documents use: headings that begin with {@code #}, links and images in line,
 * code in fences, in back ticks and by four spaces.
 *
 * @param root nothing outside of it may be linked to
 */
public record MarkdownLinks(Path root) {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]*)\\)");
  private static final Pattern OTHER_SITE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");
  private static final Pattern HEADING = Pattern.compile("#{1,6} +(.*?) *#*");
  private static final Pattern CODE = Pattern.compile("(`+)(?:(?!\\1).)+\\1", Pattern.DOTALL);

  /** What GitHub leaves out of an anchor: all but letters, digits, marks, "_", "-" and spaces. */
  private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^\\p{L}\\p{N}\\p{M}_ -]");

  /** A sentence for each link that leads nowhere. */
  public List<String> broken() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path document : documents()) {
      Matcher link = LINK.matcher(CODE.matcher(prose(document)).replaceAll(""));
      while (link.find()) {
        String problem = problem(document, link.group(1));
        if (!problem.isEmpty()) {
          broken.add(root.relativize(document) + ": " + link.group(1) + ": " + problem);
        }
      }
    }
    return broken;
  }

  /** All but what was built, and what lies in hidden folders. */
  public List<Path> documents() throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(this::isDocument).sorted().toList();
    }
  }

  private boolean isDocument(Path file) {
    Path inside = root.relativize(file);
    boolean ours =
        Stream.iterate(inside, path -> path != null, Path::getParent)
            .map(path -> path.getFileName().toString())
            .noneMatch(name -> name.startsWith("."));
    return ours && !inside.startsWith("target") && inside.toString().endsWith(".md");
  }

  /** Why a link leads nowhere; empty: it leads somewhere. */
  private String problem(Path document, String link) throws IOException {
    if (OTHER_SITE.matcher(link).matches()) {
      return "";
    }
    int hash = link.indexOf('#');
    String path =
        URLDecoder.decode(hash < 0 ? link : link.substring(0, hash), StandardCharsets.UTF_8);
    Path target = path.isEmpty() ? document : document.resolveSibling(path).normalize();
    if (!target.startsWith(root.normalize()) || !Files.exists(target)) {
      return "no such file";
    }
    return hash < 0 || anchors(target).contains(link.substring(hash + 1)) ? "" : "no such heading";
  }

  /** The anchors of a document's headings; none in what is no document. */
  private static Set<String> anchors(Path document) throws IOException {
    Set<String> anchors = new TreeSet<>();
    if (!document.toString().endsWith(".md")) {
      return anchors;
    }
    Map<String, Integer> times = new HashMap<>();
    for (String line : prose(document).split("\n")) {
      Matcher heading = HEADING.matcher(line);
      if (heading.matches()) {
        String anchor = anchor(heading.group(1));
        int before = times.merge(anchor, 1, Integer::sum) - 1;
        anchors.add(before == 0 ? anchor : anchor + "-" + before);
      }
    }
    return anchors;
  }

  /** As GitHub makes it of a heading's text. */
  static String anchor(String heading) {
    String text = LINK.matcher(heading).replaceAll(link -> textOf(link.group()));
    return NOT_IN_ANCHORS
        .matcher(text.toLowerCase(Locale.ROOT))
        .replaceAll("")
        .strip()
        .replace(' ', '-');
  }

  private static String textOf(String link) {
    return Matcher.quoteReplacement(link.substring(1, link.indexOf(']')));
  }

  /** Without blocks of code. */
  private static String prose(Path document) throws IOException {
    StringBuilder prose = new StringBuilder();
    boolean fenced = false;
    for (String line : Files.readAllLines(document)) {
      boolean fence = line.strip().startsWith("```");
      if (!fence && !fenced && !line.startsWith("    ")) {
        prose.append(line).append('\n');
      }
      fenced ^= fence;
    }
    return prose.toString();
  }
}
