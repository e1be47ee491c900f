/// A real gateway inside a test, with a scripted upstream behind it.
@NullMarked
package dev.gatehouse.testkit;

import org.jspecify.annotations.NullMarked;
