/**
 * The emergency brake, as values: an order of an operator, and what all orders of the control topic
 * say together. Pure.
 */
@NullMarked
package io.rollbackworker.freeze;

import org.jspecify.annotations.NullMarked;
