/// What the kernel does for plugins: stores, quotas, caches, calls to other services, work off the
/// path of serving. Each service can be released as a whole when its plugin stops.
@NullMarked
package dev.gatehouse.kernel.plugin.service;

import org.jspecify.annotations.NullMarked;
