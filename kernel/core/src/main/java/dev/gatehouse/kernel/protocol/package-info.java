/// What streams are made of on the wire, before any protocol gives them a meaning.
@NullMarked
package dev.gatehouse.kernel.protocol;

import org.jspecify.annotations.NullMarked;
