/// Finding out who calls.
@NullMarked
package dev.gatehouse.sdk.auth;

import org.jspecify.annotations.NullMarked;
