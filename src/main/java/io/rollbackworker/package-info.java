@NullMarked
package io.rollbackworker;

import org.jspecify.annotations.NullMarked;
