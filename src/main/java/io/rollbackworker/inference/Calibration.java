package io.rollbackworker.inference;

import io.rollbackworker.command.ProjectId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fleet's lessons by project: each process counts its own, publishes them, and hears those of
 * all others. A contradiction is taken over by everybody who hears it, so it outlives who found it.
 * Thread-safe.
 */
public final class Calibration {
  private record Author(ProjectId project, String process) {}

  private final String process;
  private final Map<Author, Lessons> lessons = new HashMap<>();
  private final Set<ProjectId> changed = new HashSet<>();
  private boolean isKnown;

  /**
   * @param process names this process, and no other one ever
   */
  public Calibration(String process) {
    this.process = process;
  }

  /** Adds to this process's own; whether it is the first contradiction that is known. */
  synchronized boolean learn(ProjectId project, Lessons lesson) {
    boolean first = lesson.contradiction() != null && of(project).contradiction() == null;
    lessons.merge(new Author(project, process), lesson, Lessons::plus);
    changed.add(project);
    return first;
  }

  /**
   * What another process counted, in place of what was heard of it before.
   *
   * @param heard null: it is forgotten
   */
  public synchronized void hear(ProjectId project, String author, @Nullable Lessons heard) {
    if (author.equals(process)) {
      return;
    }
    Author other = new Author(project, author);
    if (heard == null) {
      lessons.remove(other);
      return;
    }
    lessons.put(other, heard);
    Lessons.Contradiction found = heard.contradiction();
    if (found != null && own(project).contradiction() == null) {
      var _ = learn(project, Lessons.against(found));
    }
  }

  private Lessons own(ProjectId project) {
    return lessons.getOrDefault(new Author(project, process), Lessons.NONE);
  }

  /** The whole fleet's. */
  public synchronized Lessons of(ProjectId project) {
    return lessons.entrySet().stream()
        .filter(entry -> entry.getKey().project().equals(project))
        .map(Map.Entry::getValue)
        .reduce(Lessons.NONE, Lessons::plus);
  }

  /** This process's own that were not taken since they changed. */
  public synchronized Map<ProjectId, Lessons> takeChanged() {
    Map<ProjectId, Lessons> own = new HashMap<>();
    changed.forEach(project -> own.put(project, own(project)));
    changed.clear();
    return own;
  }

  /** All of this process's own are to be published again: what nobody repeats is forgotten. */
  public synchronized void repeat() {
    lessons.keySet().stream()
        .filter(author -> author.process().equals(process))
        .map(Author::project)
        .forEach(changed::add);
  }

  /** All that others have published until now was heard. */
  public synchronized void known() {
    isKnown = true;
  }

  /** Until then a contradiction may still be to come. */
  synchronized boolean isKnown() {
    return isKnown;
  }

  /** What others counted is not known any more: their topic is another one. */
  public synchronized void startOver() {
    isKnown = false;
    lessons.keySet().removeIf(author -> !author.process().equals(process));
    repeat();
  }

  String process() {
    return process;
  }
}
