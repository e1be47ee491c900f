/// The general extension point: four hooks around an exchange, whole or streamed.
@NullMarked
package dev.gatehouse.sdk.filter;

import org.jspecify.annotations.NullMarked;
