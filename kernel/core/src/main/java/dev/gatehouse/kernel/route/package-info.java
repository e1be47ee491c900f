/// Which route a request takes and which targets it is offered: pure functions of the request, the
/// configuration and a random draw that is recorded, so that every decision can be computed again.
@NullMarked
package dev.gatehouse.kernel.route;

import org.jspecify.annotations.NullMarked;
