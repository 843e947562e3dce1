package io.rollbackworker.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One setting.
 *
 * @param name as in the file, sections joined by dots
 * @param defaultText as a user would write it; null: must be given
 * @param form what the value looks like and its range, with the unit
 * @param parser throws IllegalArgumentException for what is not in the form
 * @param isSecret never shown, not even in a complaint
 * @param isPerProject may be given another value for one project, under {@code projects.ID.}
 */
public record Key<T>(
    String name,
    @Nullable String defaultText,
    String form,
    String meaning,
    String example,
    Parser<T> parser,
    boolean isSecret,
    boolean isPerProject) {

  public interface Parser<T> {
    T parse(String text);
  }

  public String variable() {
    return "ROLLBACK_" + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
