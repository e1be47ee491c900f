/// A plugin that uses as much of the SDK as one can. Its jar is kept beside the SDK of each
/// release, and has to run on every kernel after it: it is the witness of the promise.
@NullMarked
package dev.gatehouse.compatibility;

import org.jspecify.annotations.NullMarked;
