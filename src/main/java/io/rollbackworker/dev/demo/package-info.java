/** The whole contract on a real broker in one process: what "demo" shows and checks. */
@NullMarked
package io.rollbackworker.dev.demo;

import org.jspecify.annotations.NullMarked;
