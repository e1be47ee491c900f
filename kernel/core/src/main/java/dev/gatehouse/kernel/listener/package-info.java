/// Listeners on Helidon SE. The only package that knows Helidon.
///
/// Helidon accepts connections and owns TLS. On the data plane our own HTTP/1.1 takes over from the
/// first byte, through Helidon's connection selector; the admin API uses Helidon's routing.
@NullMarked
package dev.gatehouse.kernel.listener;

import org.jspecify.annotations.NullMarked;
