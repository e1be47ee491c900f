/// Choosing the targets of an exchange.
@NullMarked
package dev.gatehouse.sdk.route;

import org.jspecify.annotations.NullMarked;
