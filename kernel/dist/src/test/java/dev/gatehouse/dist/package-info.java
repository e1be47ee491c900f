/// What only holds for the whole: the rules of the architecture over all modules, the launchers,
/// and the packaged distribution.
@NullMarked
package dev.gatehouse.dist;

import org.jspecify.annotations.NullMarked;
