/// State that outlives an exchange: bytes under keys, local by default, shared when a plugin
/// provides it.
@NullMarked
package dev.gatehouse.sdk.store;

import org.jspecify.annotations.NullMarked;
