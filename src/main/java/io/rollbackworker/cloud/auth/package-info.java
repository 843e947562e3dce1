/**
 * Who the worker is, for the cloud: tokens, and signatures of requests. Secrets live here and in
 * {@link io.rollbackworker.config.SecretSource}; neither shows them.
 */
@NullMarked
package io.rollbackworker.cloud.auth;

import org.jspecify.annotations.NullMarked;
