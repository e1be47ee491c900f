/// Edits of headers and JSON on requests, answers and stream events, by configuration alone.
@NullMarked
package dev.gatehouse.plugins.transform;

import org.jspecify.annotations.NullMarked;
