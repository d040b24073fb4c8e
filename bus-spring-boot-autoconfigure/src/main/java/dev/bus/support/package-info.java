/**
 * What the engines share: routing of subjects, mailboxes and their workers, deadlines,
 * errors on the wire.
 */
@NullMarked
package dev.bus.support;

import org.jspecify.annotations.NullMarked;
