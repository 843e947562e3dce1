/** What people use instead, each as its documentation shows it. */
@NullMarked
package io.rollbackworker.bench.arms;

import org.jspecify.annotations.NullMarked;
