/**
 * Mass rollbacks as one object: a plan, how carefully it goes on, and where it stands. Pure; the
 * workers know nothing of it.
 */
@NullMarked
package io.rollbackworker.campaign;

import org.jspecify.annotations.NullMarked;
