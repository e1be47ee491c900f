/// Authenticates consumers by API keys stored as hashes.
@NullMarked
package dev.gatehouse.plugins.apikey;

import org.jspecify.annotations.NullMarked;
