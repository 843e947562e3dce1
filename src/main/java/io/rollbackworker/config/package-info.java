/**
 * The configuration: one table of keys, a file and environment variables over it, all mistakes told
 * at once.
 */
@NullMarked
package io.rollbackworker.config;

import org.jspecify.annotations.NullMarked;
