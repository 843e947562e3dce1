/** The command line: one class per sub-command. */
@NullMarked
package io.rollbackworker.cli;

import org.jspecify.annotations.NullMarked;
