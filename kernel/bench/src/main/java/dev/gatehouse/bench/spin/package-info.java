/// What plugins that spin leave to others.
@NullMarked
package dev.gatehouse.bench.spin;

import org.jspecify.annotations.NullMarked;
