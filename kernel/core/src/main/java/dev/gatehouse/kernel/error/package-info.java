/// How failures become answers.
@NullMarked
package dev.gatehouse.kernel.error;

import org.jspecify.annotations.NullMarked;
