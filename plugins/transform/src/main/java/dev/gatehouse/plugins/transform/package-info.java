/// Edits headers and JSON fields of requests, answers and stream events.
@NullMarked
package dev.gatehouse.plugins.transform;

import org.jspecify.annotations.NullMarked;
