/** What the cloud's error answers say and mean. */
@NullMarked
package io.rollbackworker.cloud.errors;

import org.jspecify.annotations.NullMarked;
