/**
 * What requesters write: commands from flags and files, checked before any is sent, and followed to
 * their ends. Pure.
 */
@NullMarked
package io.rollbackworker.request;

import org.jspecify.annotations.NullMarked;
