package io.rollbackworker.outcome;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether records that were read from JSON hold everything that their types say: JSON may leave out
 * any field, and only components that are declared {@code @Nullable} may be missing. Thread-safe.
 */
public final class Completeness {
  private Completeness() {}

  /**
   * The accessors of the components that must be there, and of those that may hold further records.
   */
  private record Parts(List<Method> required, List<Method> all) {}

  private static final ClassValue<Parts> PARTS =
      new ClassValue<>() {
        @Override
        protected Parts computeValue(Class<?> type) {
          List<RecordComponent> components = Arrays.asList(type.getRecordComponents());
          components.forEach(c -> c.getAccessor().setAccessible(true));
          return new Parts(
              components.stream()
                  .filter(c -> !c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                  .map(RecordComponent::getAccessor)
                  .toList(),
              components.stream().map(RecordComponent::getAccessor).toList());
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
      Parts parts = PARTS.get(read.getClass());
      for (Method required : parts.required) {
        if (get(required, read) == null) {
          throw new IllegalArgumentException(
              "a " + read.getClass().getSimpleName() + " lacks its " + required.getName());
        }
      }
      parts.all.forEach(part -> check(get(part, read)));
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
