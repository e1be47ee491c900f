/// Receiving a record of each exchange, off the path of serving.
@NullMarked
package dev.gatehouse.sdk.log;

import org.jspecify.annotations.NullMarked;
