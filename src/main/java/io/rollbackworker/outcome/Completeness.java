package io.rollbackworker.outcome;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Whether records that were read from JSON hold everything that their types say: JSON may leave out
 * any field, and only components that are declared {@code @Nullable} may be missing. Thread-safe.
 */
public final class Completeness {
  private Completeness() {}

  private static final ClassValue<RecordComponent[]> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
          RecordComponent[] components = type.getRecordComponents();
          for (RecordComponent component : components) {
            component.getAccessor().setAccessible(true);
          }
          return components;
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
      for (RecordComponent component : COMPONENTS.get(read.getClass())) {
        Object part = get(component.getAccessor(), read);
        if (part == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
          throw new IllegalArgumentException(
              "a " + read.getClass().getSimpleName() + " lacks its " + component.getName());
        }
        check(part);
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
