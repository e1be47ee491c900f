/// The command `gatehouse`: start, validate, schema, search and the small things around them.
@NullMarked
package dev.gatehouse.kernel.cli;

import org.jspecify.annotations.NullMarked;
