/// Northbound: what clients speak.
@NullMarked
package dev.gatehouse.sdk.protocol;

import org.jspecify.annotations.NullMarked;
