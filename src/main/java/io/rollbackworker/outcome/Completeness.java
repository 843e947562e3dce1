package io.rollbackworker.outcome;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether records that were read from JSON hold everything that their types say: JSON may leave out
 * any field, and only components that are declared {@code @Nullable} may be missing. Thread-safe.
 */
public final class Completeness {
  private Completeness() {}

  /** Looked up once for each class: restores read millions of records. */
  private record Part(String name, Method accessor, boolean mayBeMissing) {
    static Part of(RecordComponent component) {
      component.getAccessor().setAccessible(true);
      return new Part(
          component.getName(),
          component.getAccessor(),
          component.getAnnotatedType().isAnnotationPresent(Nullable.class));
    }
  }

  private static final ClassValue<List<Part>> PARTS =
      new ClassValue<>() {
        @Override
        protected List<Part> computeValue(Class<?> type) {
          return Stream.of(type.getRecordComponents()).map(Part::of).toList();
        }
      };

  /**
   * Returns its argument.
   *
   * @throws IllegalArgumentException naming what is missing
   */
  public static <T> T require(@Nullable T read) {
    if (read == null) {
      throw new IllegalArgumentException("nothing is there");
    }
    check(read);
    return read;
  }

  private static void check(@Nullable Object value) {
    if (value instanceof Collection<?> elements) {
      elements.forEach(Completeness::check);
    } else if (value instanceof Record read) {
      for (Part part : PARTS.get(read.getClass())) {
        Object held = get(part.accessor, read);
        if (held == null && !part.mayBeMissing) {
          throw new IllegalArgumentException(
              "a " + read.getClass().getSimpleName() + " lacks its " + part.name);
        }
        check(held);
      }
    }
  }

  private static @Nullable Object get(Method accessor, Record read) {
    try {
      return accessor.invoke(read);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a record's accessors can always be called", e);
    }
  }
}
