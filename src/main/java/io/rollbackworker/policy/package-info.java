/**
 * Who may have which disks rolled back, when, and with whose approval: signatures, approvals and
 * the rules they are held against. Pure: a policy and a record's own bytes decide.
 */
@NullMarked
package io.rollbackworker.policy;

import org.jspecify.annotations.NullMarked;
