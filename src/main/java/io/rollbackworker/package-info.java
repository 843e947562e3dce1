/** The program's entry point; the packages tell the rest. */
@NullMarked
package io.rollbackworker;

import org.jspecify.annotations.NullMarked;
