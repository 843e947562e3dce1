/** The whole contract on a real broker in one process: what "demo" shows and checks. */
@NullMarked
package io.rollbackworker.demo;

import org.jspecify.annotations.NullMarked;
