/// Adding resources below the admin API.
@NullMarked
package dev.gatehouse.sdk.admin;

import org.jspecify.annotations.NullMarked;
