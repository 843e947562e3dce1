/** Single steps, by JMH. */
@NullMarked
package io.rollbackworker.bench.micro;

import org.jspecify.annotations.NullMarked;
