/**
 * A real KRaft broker in this process, for the demo and the tests; not in the production class
 * path.
 */
@NullMarked
package io.rollbackworker.dev.embedded;

import org.jspecify.annotations.NullMarked;
