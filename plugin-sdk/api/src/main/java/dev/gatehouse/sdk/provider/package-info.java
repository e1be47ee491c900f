/// Southbound: how the gateway reaches models.
@NullMarked
package dev.gatehouse.sdk.provider;

import org.jspecify.annotations.NullMarked;
