/// The admin API below `/admin/v1`, health, metrics, and the console's files. Knows no listener.
@NullMarked
package dev.gatehouse.kernel.admin;

import org.jspecify.annotations.NullMarked;
