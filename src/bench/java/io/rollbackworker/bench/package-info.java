/**
 * Measures this program beside what people use instead: broker, cloud, worker and observer in
 * processes of their own, the same cap of calls in flight for all. Nothing of it is shipped.
 */
@NullMarked
package io.rollbackworker.bench;

import org.jspecify.annotations.NullMarked;
