/// The goals of `gatehouse-maven-plugin`: what the build of a gateway plugin does beyond compiling.
///
/// `describe` calls `register()` and writes what it says into the jar; `package` makes a zip when
/// there are libraries; `reference` writes a page for people; `dev` does all of it at every save
/// and drops the result into a running gateway.
@NullMarked
package dev.gatehouse.maven;

import org.jspecify.annotations.NullMarked;
